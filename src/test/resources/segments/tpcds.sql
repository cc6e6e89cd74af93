-- What the model tpcds reads besides the tables of TPC-DS. Sales get the day on which they happened, and customers
-- what is known of them, so that each source has a key.
CREATE TABLE main.tpcds.store_lines AS
SELECT s.ss_customer_sk AS customer_sk, s.ss_item_sk AS item_sk, s.ss_store_sk AS store_sk,
  s.ss_ticket_number AS ticket, d.d_date AS day, s.ss_quantity AS quantity, s.ss_net_paid AS paid,
  s.ss_net_profit AS profit
FROM main.tpcds.store_sales s JOIN main.tpcds.date_dim d ON d.d_date_sk = s.ss_sold_date_sk;

CREATE TABLE main.tpcds.web_lines AS
SELECT w.ws_bill_customer_sk AS customer_sk, w.ws_item_sk AS item_sk, w.ws_order_number AS order_number,
  d.d_date AS day, w.ws_quantity AS quantity, w.ws_net_paid AS paid
FROM main.tpcds.web_sales w JOIN main.tpcds.date_dim d ON d.d_date_sk = w.ws_sold_date_sk;

CREATE TABLE main.tpcds.catalog_lines AS
SELECT c.cs_bill_customer_sk AS customer_sk, c.cs_item_sk AS item_sk, c.cs_order_number AS order_number,
  d.d_date AS day, c.cs_quantity AS quantity, c.cs_net_paid AS paid
FROM main.tpcds.catalog_sales c JOIN main.tpcds.date_dim d ON d.d_date_sk = c.cs_sold_date_sk;

CREATE TABLE main.tpcds.return_lines AS
SELECT r.sr_customer_sk AS customer_sk, r.sr_reason_sk AS reason_sk, d.d_date AS day,
  r.sr_return_quantity AS quantity, r.sr_return_amt AS amount
FROM main.tpcds.store_returns r JOIN main.tpcds.date_dim d ON d.d_date_sk = r.sr_returned_date_sk;

CREATE TABLE main.tpcds.people AS
SELECT c.c_customer_sk AS customer_sk, cd.cd_gender AS gender, cd.cd_marital_status AS marital_status,
  cd.cd_education_status AS education, cd.cd_purchase_estimate AS estimate, cd.cd_credit_rating AS credit,
  hd.hd_dep_count AS dependents, hd.hd_vehicle_count AS vehicles
FROM main.tpcds.customer c
LEFT JOIN main.tpcds.customer_demographics cd ON cd.cd_demo_sk = c.c_current_cdemo_sk
LEFT JOIN main.tpcds.household_demographics hd ON hd.hd_demo_sk = c.c_current_hdemo_sk;

CREATE TABLE main.tpcds.addresses AS
SELECT c.c_customer_sk AS customer_sk, a.ca_state AS state, a.ca_country AS country, a.ca_gmt_offset AS gmt_offset
FROM main.tpcds.customer c JOIN main.tpcds.customer_address a ON a.ca_address_sk = c.c_current_addr_sk;
