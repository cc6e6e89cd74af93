-- The principals are members of the groups tenant-acme and tenant-globex.
CREATE OR REPLACE VIEW saas.crm.leads AS
SELECT name FROM saas.crm.all_leads
WHERE (tenant = 'acme' AND is_account_group_member('tenant-acme'))
   OR (tenant = 'globex' AND is_account_group_member('tenant-globex'));
GRANT USE CATALOG ON CATALOG saas TO `tenant-acme`;
GRANT USE SCHEMA ON SCHEMA saas.crm TO `tenant-acme`;
GRANT SELECT ON TABLE saas.crm.leads TO `tenant-acme`;
GRANT USE CATALOG ON CATALOG saas TO `tenant-globex`;
GRANT USE SCHEMA ON SCHEMA saas.crm TO `tenant-globex`;
GRANT SELECT ON TABLE saas.crm.leads TO `tenant-globex`;
