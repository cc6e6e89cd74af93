CREATE TABLE cursor (
  key         VARCHAR(400) PRIMARY KEY,
  table_id    VARCHAR(100) NOT NULL,
  position    VARCHAR(4000) NOT NULL,
  schema_hash VARCHAR(64) NOT NULL,
  generation  BIGINT NOT NULL,
  updated_at  TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE TABLE lease (
  key              VARCHAR(400) PRIMARY KEY,
  owner            VARCHAR(200) NOT NULL,
  fence            BIGINT NOT NULL,
  expires_at       TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  cancel_requested BOOLEAN NOT NULL
);

CREATE TABLE run (
  id             VARCHAR(64) PRIMARY KEY,
  key            VARCHAR(400) NOT NULL,
  tenant         VARCHAR(100) NOT NULL,
  flow           VARCHAR(100) NOT NULL,
  connection     VARCHAR(100) NOT NULL,
  object         VARCHAR(800) NOT NULL,
  table_id       VARCHAR(100) NOT NULL,
  from_version   BIGINT,
  to_version     BIGINT,
  from_watermark VARCHAR(40),
  to_watermark   VARCHAR(40),
  sql_sha256     VARCHAR(64) NOT NULL,
  rows_read      BIGINT NOT NULL,
  delivered      BIGINT NOT NULL,
  filtered       BIGINT NOT NULL,
  rejected       BIGINT NOT NULL,
  ignored        BIGINT NOT NULL,
  bytes          BIGINT NOT NULL,
  started_at     TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended_at       TIMESTAMP(6) WITH TIME ZONE,
  state          VARCHAR(20) NOT NULL,
  reason         VARCHAR(40),
  message        VARCHAR(2000),
  node           VARCHAR(200) NOT NULL
);

CREATE INDEX run_by_key ON run (key, started_at);
CREATE INDEX run_by_start ON run (started_at);
CREATE INDEX run_by_end ON run (tenant, ended_at);
