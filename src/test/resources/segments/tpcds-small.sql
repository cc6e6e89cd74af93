-- The tables of the model tpcds with a few rows, for tests without the generator.
CREATE TABLE main.tpcds.customer AS
SELECT id AS c_customer_sk, CAST(1930 + id % 60 AS INT) AS c_birth_year, IF(id % 2 = 0, 'Y', 'N') AS c_preferred_cust_flag,
  element_at(array('FRANCE', 'CHILE', NULL, 'JAPAN'), CAST(id % 4 + 1 AS INT)) AS c_birth_country,
  element_at(array('Smith', 'Jones', 'Lee'), CAST(id % 3 + 1 AS INT)) AS c_last_name,
  IF(id % 50 = 0, NULL, concat('c', id, '@example.org')) AS c_email_address
FROM range(1, 401, 1, 1);

CREATE TABLE main.tpcds.item AS
SELECT id AS i_item_sk, element_at(array('Books', 'Music', 'Home', 'Sports', 'Shoes', 'Jewelry', 'Electronics', NULL), CAST(id % 8 + 1 AS INT)) AS i_category,
  concat('brand ', id % 5) AS i_brand, concat('class ', id % 11) AS i_class, CAST(id % 97 AS DECIMAL(7,2)) AS i_current_price
FROM range(1, 101, 1, 1);

CREATE TABLE main.tpcds.store AS
SELECT id AS s_store_sk, IF(id % 2 = 0, 'TN', 'GA') AS s_state FROM range(1, 5, 1, 1);

CREATE TABLE main.tpcds.reason AS
SELECT id AS r_reason_sk, concat('reason ', id) AS r_reason_desc FROM range(1, 10, 1, 1);

CREATE TABLE main.tpcds.store_lines AS
SELECT pmod(hash(id, 1), 450) AS customer_sk, CAST(pmod(hash(id, 2), 110) AS BIGINT) AS item_sk,
  CAST(pmod(hash(id, 3), 5) AS BIGINT) AS store_sk, id DIV 5 AS ticket,
  date_sub(DATE'2003-01-02', pmod(hash(id, 4), 1800)) AS day, pmod(hash(id, 5), 100) AS quantity,
  CAST(pmod(hash(id, 6), 500) AS DECIMAL(7,2)) AS paid, CAST(pmod(hash(id, 7), 500) - 300 AS DECIMAL(7,2)) AS profit
FROM range(0, 6000, 1, 1);

CREATE TABLE main.tpcds.web_lines AS
SELECT customer_sk + 7 AS customer_sk, item_sk, ticket AS order_number, day, quantity, paid
FROM main.tpcds.store_lines WHERE ticket % 2 = 0;

CREATE TABLE main.tpcds.catalog_lines AS
SELECT customer_sk + 3 AS customer_sk, item_sk, ticket AS order_number, day, quantity, paid
FROM main.tpcds.store_lines WHERE ticket % 2 = 1;

CREATE TABLE main.tpcds.return_lines AS
SELECT customer_sk, store_sk * 2 AS reason_sk, day, quantity, paid AS amount
FROM main.tpcds.store_lines WHERE ticket % 10 = 1;

CREATE TABLE main.tpcds.people AS
SELECT id AS customer_sk, IF(id % 2 = 0, 'F', 'M') AS gender, IF(id % 3 = 0, 'M', 'S') AS marital_status,
  IF(id % 5 = 0, 'College', 'Primary') AS education, CAST(id % 100 * 100 AS INT) AS estimate,
  IF(id % 4 = 0, 'High Risk', 'Good') AS credit, CAST(id % 6 AS INT) AS dependents, CAST(id % 4 AS INT) AS vehicles
FROM range(1, 390, 1, 1);

CREATE TABLE main.tpcds.addresses AS
SELECT id AS customer_sk, IF(id % 6 = 0, 'CA', 'NE') AS state, IF(id % 90 = 0, NULL, 'United States') AS country,
  CAST(-5 - id % 4 AS DECIMAL(5,2)) AS gmt_offset
FROM range(1, 395, 1, 1);
