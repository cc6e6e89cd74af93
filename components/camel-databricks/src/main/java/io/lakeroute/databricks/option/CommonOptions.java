// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;

/**
 * The options that several operations share, for the component and its endpoints, each declared
 * once; {@link OptionChecks} holds what they may be. Long, since Camel wants a field, a getter and
 * a setter for each.
 */
@Configurer(extended = true)
@UriParams
public class CommonOptions implements Cloneable {

  @UriPath(
      description =
          "What to do: query runs a statement that reads, execute one that changes something, write"
              + " writes rows to a table, copy exports the rows of a run by way of staged objects,"
              + " catalog browses and samples Unity Catalog, verify checks the connection, snapshot"
              + " imports a table on a schedule, changes syncs its changes, schedule starts a route"
              + " on a schedule, runs lists the runs of these and controls them, rotate replaces its"
              + " OAuth secret when that is due.",
      enums = "query,execute,write,copy,catalog,verify,snapshot,changes,schedule,runs,rotate")
  @Metadata(required = true)
  private String operation;

  @UriPath(
      description =
          "Name of the table or view, as in main.crm.leads, of the schema, as in main.crm, or of"
              + " the catalog that catalog is about. Parts may be quoted with backticks. For"
              + " schedule, what its runs are called: the last part of their key"
              + " tenant/flow/name.")
  private String object;

  @UriParam(
      label = "common",
      description =
          "Name of the connection to use. It is declared with the properties"
              + " databricks.connections.NAME.KEY or as a bean of type ConnectionProfile. Not"
              + " needed where only one is declared.")
  private String connection;

  @UriParam(
      label = "common",
      description =
          "Tenants that a message may choose with the header CamelDatabricksTenant, instead of the"
              + " option connection: acme,globex for connections of these names, or"
              + " acme=connection-a,globex=connection-b. Each has its own sessions, token and share"
              + " of the warehouse. Without this option the header means nothing.")
  private String tenants;

  @UriParam(
      label = "common",
      description =
          "Name of the flow: sent to Databricks as query tag flow, and given sessions of"
              + " its own.")
  private String flow;

  @UriParam(
      label = "producer",
      defaultValue = "LIST",
      description =
          "What is left in the body. Of query: list is a list of maps, one the only row as a map"
              + " (more than one is an error, none an empty body), batches an iterator of record"
              + " batches to split, stream an input stream in the given format. Where the driver"
              + " fetches their rows, the last two hold a place at the warehouse until they are read"
              + " or the exchange is done. Of all operations: list is a list of maps, or a map where there is one answer only; json"
              + " the same as JSON text. Of catalog: text is compact text for prompts of language"
              + " models.")
  private OutputType outputType = OutputType.LIST;

  @UriParam(
      label = "common",
      defaultValue = "1000",
      description =
          "Rows in each batch of outputType=batches, of snapshot and of query in from, and in each"
              + " statement of write, at most. A statement costs a write far more than a row does: write in"
              + " batches of 10000 and more where rows come that many at a time. Where the connection"
              + " has a stagingPrefix, stageAbove counts instead.")
  private int batchSize = 1_000;

  @UriParam(
      label = "producer",
      defaultValue = "0",
      description =
          "Rows to read at most; 0 reads all. The header"
              + " CamelDatabricksTruncated tells whether rows were left.")
  private int maxRows;

  @UriParam(
      label = "common",
      defaultValue = "2m",
      javaType = "java.time.Duration",
      description =
          "How long a statement may run before it is cancelled, how long its rows may take to"
              + " arrive, and how long a call to the workspace may go unanswered. Whole seconds.")
  private Duration statementTimeout = Duration.ofMinutes(2);

  @UriParam(
      label = "producer",
      enums =
          "catalogs,schemas,tables,columns,keys,privileges,sample,version,list,get,run,dry-run,cancel,reset,load,publish",
      description =
          "What runs does: list the runs, get the one of the header CamelDatabricksRunId; run,"
              + " dry-run, cancel or reset the flow of the header CamelDatabricksRunKey. The"
              + " default is list. What catalog returns: the catalogs; the schemas of a catalog;"
              + " the tables and views of a schema, or one of them; the columns of a table or view;"
              + " the keys that a table declares; the privileges the principal has on an object; a"
              + " sample of a table or view: its columns, some rows and statistics; or the version of"
              + " a table. The default is columns where an object is named, else catalogs. What copy does: load stages the rows of a run, publish puts"
              + " them into the table.")
  private String action;

  @UriParam(
      label = "common",
      description =
          "Columns that tell rows apart, separated by commas: for writeMode=merge, for the order and"
              + " the record ids of snapshot, and for the record ids of query in from. The last two"
              + " take all columns without it.")
  private String keys;

  @UriParam(
      label = "common",
      description =
          "Columns to deliver, separated by commas; the default is all. The timestamp and the keys of"
              + " snapshot and changes come with them. Of copy: fields of the rows to export, in this"
              + " order; others are left out.")
  private String fields;

  @UriParam(
      label = "common",
      description =
          "Name of what is imported, part of the run's key tenant/flow/name. The default is"
              + " databricks_CATALOG_SCHEMA_TABLE, or query for query in from. For runs in from: what tells several of them"
              + " apart, each of which hears of all runs; the default is runs.")
  private String stream;

  @UriParam(
      label = "common,advanced",
      defaultValue = "30s",
      javaType = "java.time.Duration",
      description =
          "How long to wait"
              + " for a free place when the connection already runs maxConcurrent statements. Of a"
              + " request, it counts from the caller's arrival.")
  private Duration queueTimeout = Duration.ofSeconds(30);

  @UriParam(
      label = "common,advanced",
      defaultValue = "5m",
      javaType = "java.time.Duration",
      description = "How long to wait" + " for a stopped warehouse to start.")
  private Duration warehouseStartTimeout = Duration.ofMinutes(5);

  @UriParam(
      label = "producer,advanced",
      description =
          "Schema, as in main.staging, in which writeMode=replace and copy collect the rows of a run"
              + " before they are published. The table's own unless set.")
  private String stagingSchema;

  @UriParam(
      label = "security",
      defaultValue = "false",
      description =
          "For statements that people wrote: query parses each one and refuses, naming the place,"
              + " what is not a single SELECT or WITH, and functions that reach outside of tables.")
  private boolean readOnly;

  @UriParam(
      label = "security",
      description =
          "Catalogs, separated by commas, outside of which nothing may be named. It narrows the"
              + " connection's own onlyCatalogs, and must leave the connection's catalog inside.")
  private String onlyCatalogs;

  @UriParam(
      label = "security",
      defaultValue = "false",
      description = "Refuses, at start, a connection that uses a personal" + " access token.")
  private boolean servicePrincipalOnly;

  public String getFields() {
    return fields;
  }

  public void setFields(String fields) {
    this.fields = fields;
  }

  public String getStagingSchema() {
    return stagingSchema;
  }

  public void setStagingSchema(String stagingSchema) {
    this.stagingSchema = stagingSchema;
  }

  public String getOperation() {
    return operation;
  }

  public void setOperation(String operation) {
    this.operation = operation;
  }

  public String getObject() {
    return object;
  }

  public void setObject(String object) {
    this.object = object;
  }

  public String getConnection() {
    return connection;
  }

  public void setConnection(String connection) {
    this.connection = connection;
  }

  public String getTenants() {
    return tenants;
  }

  public void setTenants(String tenants) {
    this.tenants = tenants;
  }

  public boolean isReadOnly() {
    return readOnly;
  }

  public void setReadOnly(boolean readOnly) {
    this.readOnly = readOnly;
  }

  public String getOnlyCatalogs() {
    return onlyCatalogs;
  }

  public void setOnlyCatalogs(String onlyCatalogs) {
    this.onlyCatalogs = onlyCatalogs;
  }

  public String getFlow() {
    return flow;
  }

  public void setFlow(String flow) {
    this.flow = flow;
  }

  public OutputType getOutputType() {
    return outputType;
  }

  public void setOutputType(OutputType outputType) {
    this.outputType = outputType;
  }

  public int getBatchSize() {
    return batchSize;
  }

  public void setBatchSize(int batchSize) {
    this.batchSize = batchSize;
  }

  public int getMaxRows() {
    return maxRows;
  }

  public void setMaxRows(int maxRows) {
    this.maxRows = maxRows;
  }

  public Duration getStatementTimeout() {
    return statementTimeout;
  }

  public void setStatementTimeout(Duration statementTimeout) {
    this.statementTimeout = statementTimeout;
  }

  public String getAction() {
    return action;
  }

  public void setAction(String action) {
    this.action = action;
  }

  public String getKeys() {
    return keys;
  }

  public void setKeys(String keys) {
    this.keys = keys;
  }

  public String getStream() {
    return stream;
  }

  public void setStream(String stream) {
    this.stream = stream;
  }

  public Duration getQueueTimeout() {
    return queueTimeout;
  }

  public void setQueueTimeout(Duration queueTimeout) {
    this.queueTimeout = queueTimeout;
  }

  public Duration getWarehouseStartTimeout() {
    return warehouseStartTimeout;
  }

  public void setWarehouseStartTimeout(Duration warehouseStartTimeout) {
    this.warehouseStartTimeout = warehouseStartTimeout;
  }

  public boolean isServicePrincipalOnly() {
    return servicePrincipalOnly;
  }

  public void setServicePrincipalOnly(boolean servicePrincipalOnly) {
    this.servicePrincipalOnly = servicePrincipalOnly;
  }

  /** A copy for one endpoint. */
  public CommonOptions copy() {
    try {
      return (CommonOptions) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }
}
