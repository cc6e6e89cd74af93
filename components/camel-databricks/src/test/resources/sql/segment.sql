WITH s1 AS (SELECT t.`customer_id` AS `k`, any_value(NOT (t.`tier` <=> :p2)) AS `c1`, any_value(t.`last_seen` < :p8) AS `c2`
FROM `main`.`crm`.`customers` VERSION AS OF 12 AS t
WHERE t.`customer_id` IS NOT NULL
GROUP BY t.`customer_id`
HAVING IF(count(*) = 1, TRUE, CAST(raise_error('LAKEROUTE_DUPLICATE_KEY customers') AS BOOLEAN))),
s2 AS (SELECT t.`customer_id` AS `k`, any_value(t.`bread` >= :p1) AS `c1`
FROM `main`.`ml`.`scores` AS t
WHERE t.`customer_id` IS NOT NULL
GROUP BY t.`customer_id`
HAVING IF(count(*) = 1, TRUE, CAST(raise_error('LAKEROUTE_DUPLICATE_KEY scores') AS BOOLEAN))),
s3 AS (SELECT t.`household_id` AS `k`, count_if(l1.c1 AND t.`transaction_timestamp` >= :p4 AND t.`transaction_timestamp` < :p5) AS `a1`, count_if(l1.c2) AS `a2`
FROM `main`.`retail`.`transactions` VERSION AS OF 40 AS t
LEFT JOIN (SELECT x.`product_id` AS `j1`, any_value(x.`product_category` = :p3) AS `c1`, any_value(x.`product_category` = :p7) AS `c2`
FROM `main`.`retail`.`products` VERSION AS OF 3 AS x
WHERE x.`product_id` IS NOT NULL
GROUP BY x.`product_id`
HAVING IF(count(*) = 1, TRUE, CAST(raise_error('LAKEROUTE_DUPLICATE_KEY purchases_product') AS BOOLEAN))) AS l1 ON l1.j1 = t.`product_id`
WHERE t.`household_id` IS NOT NULL AND ((l1.c1 AND t.`transaction_timestamp` >= :p4 AND t.`transaction_timestamp` < :p5) OR l1.c2)
GROUP BY t.`household_id`),
m1 AS (SELECT coalesce(s2.c1, FALSE) AS `r1`, coalesce(s1.c1, FALSE) AS `r2`, coalesce(coalesce(s3.a1, 0) >= :p6, FALSE) AS `r3`, coalesce(coalesce(s3.a2, 0) = 0, FALSE) AS `r4`, coalesce(s1.c2, FALSE) AS `r6`
FROM s1
LEFT JOIN s2 ON s2.k = s1.k
LEFT JOIN s3 ON s3.k = s1.k),
m2 AS (SELECT *, size(array_remove(array(r6), TRUE)) AS `d5`
FROM m1),
m3 AS (SELECT *, size(array_remove(array(r1, r2, r3, r4, d5 > 0), TRUE)) AS `d0`
FROM m2),
m4 AS (SELECT *, NOT (d0 = 0) AS `p0`
FROM m3),
m5 AS (SELECT *, p0 AND (d0 = 0 OR (d0 = 1 AND NOT (d5 > 0))) AS `p5`
FROM m4),
m6 AS (SELECT *, p0 AND d0 = 1 AS `q0`, p5 AND d5 = 1 AS `q5`
FROM m5)
SELECT count(*) AS `population`, count_if(d0 = 0) AS `count`, count_if(d0 = 0) AS `t0`, count_if(p0) AS `w0`, count_if(r1) AS `t1`, count_if(q0 AND NOT r1) AS `w1`, count_if(r2) AS `t2`, count_if(q0 AND NOT r2) AS `w2`, count_if(r3) AS `t3`, count_if(q0 AND NOT r3) AS `w3`, count_if(r4) AS `t4`, count_if(q0 AND NOT r4) AS `w4`, count_if(d5 > 0) AS `t5`, count_if(q0 AND NOT (d5 > 0)) AS `w5`, count_if(r6) AS `t6`, count_if(q5 AND NOT r6) AS `w6`
FROM m6
