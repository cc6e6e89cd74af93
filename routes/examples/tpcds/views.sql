-- What customers bought, in the store and on the web. TPC-DS keeps the day and the second of the day in
-- dimension keys: the views make one timestamp of them. A sale without a customer or a day has no place here.
CREATE OR REPLACE VIEW main.tpcds.store_purchases AS
SELECT
  s.ss_customer_sk AS customer_sk,
  s.ss_ticket_number AS ticket_number,
  s.ss_item_sk AS item_sk,
  CAST(d.d_date AS TIMESTAMP) + make_dt_interval(0, 0, 0, CAST(coalesce(s.ss_sold_time_sk, 0) AS DECIMAL(18, 6))) AS purchased_at,
  s.ss_store_sk AS store_sk,
  s.ss_quantity AS quantity,
  s.ss_sales_price AS sales_price,
  s.ss_net_paid AS net_paid,
  i.i_product_name AS product_name,
  i.i_category AS category,
  i.i_brand AS brand
FROM main.tpcds.store_sales s
JOIN main.tpcds.date_dim d ON d.d_date_sk = s.ss_sold_date_sk
LEFT JOIN main.tpcds.item i ON i.i_item_sk = s.ss_item_sk
WHERE s.ss_customer_sk IS NOT NULL;

CREATE OR REPLACE VIEW main.tpcds.web_purchases AS
SELECT
  w.ws_bill_customer_sk AS customer_sk,
  w.ws_order_number AS order_number,
  w.ws_item_sk AS item_sk,
  CAST(d.d_date AS TIMESTAMP) + make_dt_interval(0, 0, 0, CAST(coalesce(w.ws_sold_time_sk, 0) AS DECIMAL(18, 6))) AS ordered_at,
  w.ws_quantity AS quantity,
  w.ws_sales_price AS sales_price,
  w.ws_net_paid_inc_ship_tax AS net_paid_with_shipping,
  i.i_product_name AS product_name,
  i.i_category AS category
FROM main.tpcds.web_sales w
JOIN main.tpcds.date_dim d ON d.d_date_sk = w.ws_sold_date_sk
LEFT JOIN main.tpcds.item i ON i.i_item_sk = w.ws_item_sk
WHERE w.ws_bill_customer_sk IS NOT NULL;
