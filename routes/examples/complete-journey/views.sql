-- Purchases with their products. Loaded from CSV every column is text: the view gives each its type.
CREATE OR REPLACE VIEW main.retail.purchases AS
SELECT
  t.household_id,
  t.basket_id,
  t.product_id,
  CAST(t.transaction_timestamp AS TIMESTAMP) AS purchased_at,
  CAST(t.store_id AS INT) AS store_id,
  CAST(t.quantity AS INT) AS quantity,
  CAST(t.sales_value AS DECIMAL(10, 2)) AS sales_value,
  CAST(t.retail_disc AS DECIMAL(10, 2)) AS retail_discount,
  CAST(t.coupon_disc AS DECIMAL(10, 2)) AS coupon_discount,
  p.department,
  p.brand,
  p.product_category,
  p.product_type,
  p.package_size
FROM main.retail.transactions_sample t
LEFT JOIN main.retail.products p ON p.product_id = t.product_id;
