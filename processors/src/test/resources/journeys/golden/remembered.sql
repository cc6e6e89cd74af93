CREATE TABLE `main`.`lakeroute`.`lakeroute_bundle-offer` (`customer` BIGINT, `generation` INT, `stage` STRING, `arm` STRING, `entered_at` TIMESTAMP, `delivered_run` STRING)
-- {}

CREATE TABLE `main`.`lakeroute`.`lakeroute_bundle-offer_next` (`customer_id` BIGINT, `_stage` INT, `_branch` INT, `_was_stage` STRING, `_was_arm` STRING, `_known` BOOLEAN, `_as_of` TIMESTAMP, `_f1` STRING, `_f2` DECIMAL(20,2))
-- {}

CREATE OR REPLACE TABLE `main`.`lakeroute`.`lakeroute_bundle-offer_next` (`customer_id` BIGINT, `_stage` INT, `_branch` INT, `_was_stage` STRING, `_was_arm` STRING, `_known` BOOLEAN, `_as_of` TIMESTAMP, `_f1` STRING, `_f2` DECIMAL(20,2))
-- {}

SELECT DISTINCT `generation`, `stage`, `arm`
FROM `main`.`lakeroute`.`lakeroute_bundle-offer`
WHERE `stage` IS NOT NULL
-- {}

SELECT t.`customer_id` AS `k`
FROM `main`.`crm`.`customers` VERSION AS OF 12 AS t
WHERE t.`customer_id` IS NOT NULL
LIMIT 1
-- {}

DELETE FROM `main`.`lakeroute`.`lakeroute_bundle-offer`
WHERE `stage` IS NULL
-- {}

INSERT OVERWRITE TABLE `main`.`lakeroute`.`lakeroute_bundle-offer_next` (`customer_id`, `_stage`, `_branch`, `_was_stage`, `_was_arm`, `_known`, `_as_of`, `_f1`, `_f2`)
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
SELECT *
FROM (SELECT m.k AS `customer_id`, m._stage AS `_stage`, IF(m._member, IF(m._stage = 0, m._branch_0, m._branch_1), -2) AS `_branch`, m._was_stage AS `_was_stage`, m._was_arm AS `_was_arm`, m._known AS `_known`, :p11 AS `_as_of`, m._f1 AS `_f1`, m._f2 AS `_f2`
FROM (SELECT s1.k AS `k`, s1.v.f1 AS `_f1`, coalesce(s2.a1, 0) AS `_f2`, coalesce(coalesce(s2.a2, 0) >= 1, FALSE) AS `_member`, IF(s1.v.c3, -1, IF(s1.v.c1 AND s1.v.c2, 1, 2)) AS `_branch_0`, IF(s1.v.c4, -1, IF(s3.v.c1, 1, 0)) AS `_branch_1`, coalesce(r.generation = :p5, FALSE) AS `_known`, IF(r.generation = :p8 AND r.stage = :p9, IF(r.entered_at < :p10, 1, 0), IF(r.generation = :p6 AND r.stage = :p7, 1, 0)) AS `_stage`, r.stage AS `_was_stage`, r.arm AS `_was_arm`, r.customer IS NOT NULL AS `_there`
FROM s1
LEFT JOIN s2 ON s2.k = s1.k
LEFT JOIN s3 ON s3.k = s1.k
LEFT JOIN `main`.`lakeroute`.`lakeroute_bundle-offer` AS r ON r.customer = s1.k) AS m
WHERE m._member OR m._there
UNION ALL SELECT r.customer AS `customer_id`, 0 AS `_stage`, -2 AS `_branch`, r.stage AS `_was_stage`, r.arm AS `_was_arm`, TRUE AS `_known`, :p11 AS `_as_of`, NULL AS `_f1`, NULL AS `_f2`
FROM `main`.`lakeroute`.`lakeroute_bundle-offer` AS r
LEFT JOIN (SELECT DISTINCT t.`customer_id` AS `k`
FROM `main`.`crm`.`customers` VERSION AS OF 12 AS t
WHERE t.`customer_id` IS NOT NULL) AS n ON n.k = r.customer
WHERE n.k IS NULL) AS p
-- {p1=true, p2=staff, p3=0.5, p4=staff, p5=2, p6=2, p7=reminder, p8=2, p9=offer, p10=2026-11-21T13:30:00Z, p11=2026-11-28T12:00:00Z}

SELECT *
FROM `main`.`lakeroute`.`lakeroute_bundle-offer_next` VERSION AS OF 3
ORDER BY `customer_id` ASC
-- {}

SELECT *
FROM `main`.`lakeroute`.`lakeroute_bundle-offer_next` VERSION AS OF 3
ORDER BY `customer_id` ASC
LIMIT CAST(:p1 AS INT)
-- {p1=10}

SELECT *
FROM `main`.`lakeroute`.`lakeroute_bundle-offer_next` VERSION AS OF 3
WHERE `customer_id` > :p1
ORDER BY `customer_id` ASC
LIMIT CAST(:p2 AS INT)
-- {p1=7, p2=10}
