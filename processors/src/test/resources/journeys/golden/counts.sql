WITH s1 AS (SELECT t.`customer_id` AS `k`, IF(count(*) = 1, named_struct('f1', any_value(t.`email`), 'c1', any_value(t.`email` IS NOT NULL), 'c2', any_value(t.`email_consent` = :p1), 'c3', any_value(t.`tier` = :p2), 'c4', any_value(t.`tier` = :p4)), raise_error('LAKEROUTE_DUPLICATE_KEY customers')) AS `v`
FROM `main`.`crm`.`customers` VERSION AS OF 12 AS t
WHERE t.`customer_id` IS NOT NULL
GROUP BY t.`customer_id`
HAVING IF(count(*) = 1, TRUE, CAST(raise_error('LAKEROUTE_DUPLICATE_KEY customers') AS BOOLEAN))),
s2 AS (SELECT t.`household_id` AS `k`, sum(t.`sales_value`) AS `a1`, count(*) AS `a2`
FROM `main`.`retail`.`transactions` VERSION AS OF 40 AS t
WHERE t.`household_id` IS NOT NULL
GROUP BY t.`household_id`),
s3 AS (SELECT t.`customer_id` AS `k`, IF(count(*) = 1, named_struct('c1', any_value(t.`bread` > :p3)), raise_error('LAKEROUTE_DUPLICATE_KEY scores')) AS `v`
FROM `main`.`ml`.`scores` VERSION AS OF 7 AS t
WHERE t.`customer_id` IS NOT NULL
GROUP BY t.`customer_id`
HAVING IF(count(*) = 1, TRUE, CAST(raise_error('LAKEROUTE_DUPLICATE_KEY scores') AS BOOLEAN)))
SELECT count(*) AS `count`, count_if(m._branch_0 = -1) AS `s0_suppressed`, count_if(m._branch_0 = 0) AS `s0_0`, count_if(m._branch_0 = 1) AS `s0_1`, count_if(m._branch_0 = 2) AS `s0_2`, count_if(m._branch_1 = -1) AS `s1_suppressed`, count_if(m._branch_1 = 0) AS `s1_0`, count_if(m._branch_1 = 1) AS `s1_1`
FROM (SELECT s1.k AS `customer_id`, s1.v.f1 AS `_f1`, coalesce(s2.a1, 0) AS `_f2`, IF(s1.v.c3, -1, IF(s1.v.c1 AND s1.v.c2, 1, 2)) AS `_branch_0`, IF(s1.v.c4, -1, IF(s3.v.c1, 1, 0)) AS `_branch_1`
FROM s1
LEFT JOIN s2 ON s2.k = s1.k
LEFT JOIN s3 ON s3.k = s1.k
WHERE coalesce(s2.a2, 0) >= 1) AS m
-- {p1=true, p2=staff, p3=0.5, p4=staff}
