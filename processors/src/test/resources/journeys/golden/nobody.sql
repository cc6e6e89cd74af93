WITH s1 AS (SELECT t.`customer_id` AS `k`, IF(count(*) = 1, named_struct('f1', any_value(t.`tier`), 'f2', any_value(t.`email`), 'c1', any_value(t.`email_consent` = :p1), 'c2', any_value(t.`email` IS NOT NULL), 'c3', any_value(t.`tier` = :p2)), raise_error('LAKEROUTE_DUPLICATE_KEY customers')) AS `v`
FROM `main`.`crm`.`customers` VERSION AS OF 12 AS t
WHERE t.`customer_id` IS NOT NULL
GROUP BY t.`customer_id`
HAVING IF(count(*) = 1, TRUE, CAST(raise_error('LAKEROUTE_DUPLICATE_KEY customers') AS BOOLEAN))),
s2 AS (SELECT t.`household_id` AS `k`, sum(t.`sales_value`) AS `a1`, count(*) AS `a2`
FROM `main`.`retail`.`transactions` VERSION AS OF 40 AS t
WHERE t.`household_id` IS NOT NULL
GROUP BY t.`household_id`)
SELECT s1.k AS `customer_id`, coalesce(s2.a1, 0) AS `_f1`, s1.v.f1 AS `_f2`, s1.v.f2 AS `_f3`, IF(s1.v.c3, -1, IF(s1.v.c2, 1, IF(s1.v.c1, 2, 0))) AS `_branch`
FROM s1
LEFT JOIN s2 ON s2.k = s1.k
WHERE coalesce(s2.a2, 0) >= 1
ORDER BY `customer_id` ASC
LIMIT CAST(:p3 AS INT)
-- {p1=true, p2=staff, p3=0}
