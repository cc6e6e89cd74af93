// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.staging.objects.ObjectFormat;
import java.time.Duration;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * The options of {@code copy}, each declared once; {@link CopyChecks} holds what they may be. Long,
 * since Camel wants a field, a getter and a setter for each.
 */
@Configurer(extended = true)
@UriParams
public class CopyOptions {

  @UriParam(
      label = "producer",
      description =
          "Name of the audience to export, 1 to 100 of a-z, 0-9, _ and -, as in loyal-"
              + "customers. It names the staged objects, and the table PREFIX_user_AUDIENCE, in "
              + "which - becomes _.")
  private String audience;

  @UriParam(
      label = "producer",
      description = "Catalog of the table that audience names. The connection's own unless set.")
  private String catalog;

  @UriParam(label = "producer", description = "Schema of the table that audience names.")
  private String schema;

  @UriParam(
      label = "producer",
      description =
          "Name of the table in catalog and schema, instead of the one that audience makes.")
  private String table;

  @UriParam(
      label = "producer",
      defaultValue = "lakeroute",
      description = "Beginning of the table's name that audience makes.")
  private String prefix = "lakeroute";

  @UriParam(
      label = "producer",
      description =
          "Columns of the table with their types, as in id BIGINT, name STRING, score "
              + "DECIMAL(5,2). Without it, the columns of the run's schema (header "
              + "CamelDatabricksSchema), else those of the first 10,000 rows of the first message, "
              + "or fewer where they are long, with the types of their values.")
  private String columns;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "JSONL",
      description = "Format of the staged objects: jsonl keeps every text, csv is smaller.")
  private ObjectFormat objectFormat = ObjectFormat.JSONL;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "NONE",
      description = "Compression of the staged objects, none or gzip.")
  private Compression compression = Compression.NONE;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "64MB",
      description =
          "Size of a staged object before compression, 1MB to 1GB; in a volume 31MB at "
              + "most. COPY INTO reads objects in parallel.")
  private String objectSize = "64MB";

  @UriParam(
      label = "producer",
      defaultValue = "REPLACE",
      description =
          "How the rows of a run get into the table: replace puts them in the place of all "
              + "rows in one commit; merge changes by keys what differs, in one commit; classic "
              + "drops the table, creates it and loads it with inferred types, so that readers "
              + "see it missing or empty meanwhile and texts like 01234 become numbers.")
  private PublishMode publish = PublishMode.REPLACE;

  @UriParam(
      label = "producer",
      defaultValue = "EVOLVE",
      description =
          "What to do when a run has other columns than the table: evolve adds new ones, "
              + "sets those that the run lacks to NULL and refuses another type; replace gives "
              + "the table the columns of the run; fail refuses the run before the upload.")
  private SchemaChange schemaChange = SchemaChange.EVOLVE;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "false",
      description =
          "Lets columns have names with blanks and any of ,;{}()= by turning on Delta's "
              + "column mapping where the table is created.")
  private boolean columnMapping;

  @UriParam(
      label = "producer",
      defaultValue = "PUBLISH",
      description =
          "What to do with a run without rows: publish empties the table, fail refuses the "
              + "run.")
  private OnEmpty onEmpty = OnEmpty.PUBLISH;

  @UriParam(
      label = "producer",
      description =
          "Largest part of its rows that the table may lose in one run, as in 30%. A run "
              + "that would remove more fails with CONFLICT and leaves the table as it was. No "
              + "limit unless set.")
  private String maxShrink;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "1h",
      javaType = "java.time.Duration",
      description =
          "How long the messages of one run may take to arrive. Then its objects are "
              + "deleted, and nothing is published.")
  private Duration runTimeout = Duration.ofHours(1);

  public String getAudience() {
    return audience;
  }

  public void setAudience(String audience) {
    this.audience = audience;
  }

  public String getCatalog() {
    return catalog;
  }

  public void setCatalog(String catalog) {
    this.catalog = catalog;
  }

  public String getSchema() {
    return schema;
  }

  public void setSchema(String schema) {
    this.schema = schema;
  }

  public String getTable() {
    return table;
  }

  public void setTable(String table) {
    this.table = table;
  }

  public String getPrefix() {
    return prefix;
  }

  public void setPrefix(String prefix) {
    this.prefix = prefix;
  }

  public String getColumns() {
    return columns;
  }

  public void setColumns(String columns) {
    this.columns = columns;
  }

  public ObjectFormat getObjectFormat() {
    return objectFormat;
  }

  public void setObjectFormat(ObjectFormat objectFormat) {
    this.objectFormat = objectFormat;
  }

  public Compression getCompression() {
    return compression;
  }

  public void setCompression(Compression compression) {
    this.compression = compression;
  }

  public String getObjectSize() {
    return objectSize;
  }

  public void setObjectSize(String objectSize) {
    this.objectSize = objectSize;
  }

  public PublishMode getPublish() {
    return publish;
  }

  public void setPublish(PublishMode publish) {
    this.publish = publish;
  }

  public SchemaChange getSchemaChange() {
    return schemaChange;
  }

  public void setSchemaChange(SchemaChange schemaChange) {
    this.schemaChange = schemaChange;
  }

  public boolean isColumnMapping() {
    return columnMapping;
  }

  public void setColumnMapping(boolean columnMapping) {
    this.columnMapping = columnMapping;
  }

  public OnEmpty getOnEmpty() {
    return onEmpty;
  }

  public void setOnEmpty(OnEmpty onEmpty) {
    this.onEmpty = onEmpty;
  }

  public String getMaxShrink() {
    return maxShrink;
  }

  public void setMaxShrink(String maxShrink) {
    this.maxShrink = maxShrink;
  }

  public Duration getRunTimeout() {
    return runTimeout;
  }

  public void setRunTimeout(Duration runTimeout) {
    this.runTimeout = runTimeout;
  }
}
