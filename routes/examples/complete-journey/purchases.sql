CREATE TABLE main.retail.purchases TBLPROPERTIES (delta.enableChangeDataFeed = true) AS
SELECT t.household_id, t.basket_id, t.product_id, CAST(t.quantity AS INT) AS quantity,
  try_divide(CAST(t.sales_value AS DECIMAL(18, 4)), CAST(t.quantity AS INT)) AS unit_sale_price,
  CAST(t.transaction_timestamp AS TIMESTAMP) AS transaction_timestamp, p.product_type, p.package_size
FROM main.retail.transactions_sample t LEFT JOIN main.retail.products p ON p.product_id = t.product_id;
