package io.lakeroute.databricks;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;

/**
 * The options of component and endpoints, each declared once; {@link OptionChecks} holds what they
 * may be.
 */
@Configurer(extended = true)
@UriParams
public class DatabricksConfiguration implements Cloneable {

  @UriPath(
      description =
          "What to do: query runs a statement that reads, catalog asks Unity Catalog about an object, verify"
              + " checks the connection.",
      enums = "query,catalog,verify")
  @Metadata(required = true)
  private String operation;

  @UriPath(
      description =
          "Three-part name of the table or view, as in main.crm.leads, for operations that need one."
              + " Parts may be quoted with backticks.")
  private String object;

  @UriParam(
      label = "common",
      description =
          "Name of the connection to use. It is declared with the properties"
              + " databricks.connections.NAME.KEY or as a bean of type ConnectionProfile. Not needed where only one is declared.")
  private String connection;

  @UriParam(
      label = "common",
      description =
          "Tenants that a message may choose with the header CamelDatabricksTenant, instead of the option connection:"
              + " acme,globex for connections of these names, or acme=connection-a,globex=connection-b. Each has its own"
              + " sessions, token and share of the warehouse. Without this option the header means nothing.")
  private String tenants;

  @UriParam(
      label = "common",
      description =
          "Name of the flow: sent to Databricks as query tag flow, and given sessions of"
              + " its own.")
  private String flow;

  @UriParam(
      label = "producer",
      description =
          "The statement of query, or a resource that holds it, such as resource:classpath:sql/leads.sql. Values"
              + " go into named parameters, as in WHERE id = :id.")
  @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "sql")
  private String sql;

  @UriParam(
      label = "producer",
      defaultValue = "ENDPOINT",
      description =
          "Where query takes its statement from: the option"
              + " sql, or the exchange property CamelDatabricksStatement. Headers and bodies are never taken.")
  private StatementFrom statementFrom = StatementFrom.ENDPOINT;

  @UriParam(
      label = "producer",
      prefix = "parameters.",
      multiValue = true,
      description =
          "Values of named parameters, as"
              + " simple expressions: parameters.id=${header.id}. They come before the header CamelDatabricksParameters, which comes"
              + " before a body that is a map.")
  private Map<String, Object> parameters = new HashMap<>();

  @UriParam(
      label = "producer",
      defaultValue = "LIST",
      description =
          "What query leaves in the body: list is a list of maps,"
              + " one the only row as a map (more than one is an error, none an empty body), batches an iterator of record batches to"
              + " split, stream an input stream in the given format. The last two hold a session until they are read or the exchange"
              + " is done.")
  private OutputType outputType = OutputType.LIST;

  @UriParam(
      label = "producer",
      defaultValue = "JSON_LINES",
      description = "How outputType=stream encodes rows.")
  private StreamFormat format = StreamFormat.JSON_LINES;

  @UriParam(
      label = "producer",
      defaultValue = "1000",
      description = "Rows in each batch of outputType=batches.")
  private int batchSize = 1_000;

  @UriParam(
      label = "producer",
      defaultValue = "0",
      description =
          "Rows to read at most; 0 reads all. The header"
              + " CamelDatabricksTruncated tells whether rows were left.")
  private int maxRows;

  @UriParam(
      label = "producer",
      defaultValue = "2m",
      javaType = "java.time.Duration",
      description = "How long a statement may" + " run before it is cancelled. Whole seconds.")
  private Duration statementTimeout = Duration.ofMinutes(2);

  @UriParam(
      label = "producer",
      defaultValue = "columns",
      enums = "columns",
      description = "What catalog returns: columns" + " lists the columns of a table or view.")
  private String action = "columns";

  @UriParam(
      label = "producer,advanced",
      defaultValue = "30s",
      javaType = "java.time.Duration",
      description =
          "How long to wait"
              + " for a free place when the connection already runs maxConcurrent statements.")
  private Duration queueTimeout = Duration.ofSeconds(30);

  @UriParam(
      label = "producer,advanced",
      defaultValue = "5m",
      javaType = "java.time.Duration",
      description = "How long to wait" + " for a stopped warehouse to start.")
  private Duration warehouseStartTimeout = Duration.ofMinutes(5);

  @UriParam(
      label = "producer,security",
      defaultValue = "false",
      description =
          "For statements that people wrote: query parses each one and refuses, naming the place, what is not a single"
              + " SELECT or WITH, and functions that reach outside of tables.")
  private boolean readOnly;

  @UriParam(
      label = "security",
      description =
          "Catalogs, separated by commas, outside of which nothing may be named. It narrows the connection's own"
              + " onlyCatalogs, and must leave the connection's catalog inside.")
  private String onlyCatalogs;

  @UriParam(
      label = "security",
      defaultValue = "false",
      description = "Refuses, at start, a connection that uses a personal" + " access token.")
  private boolean servicePrincipalOnly;

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

  public String getSql() {
    return sql;
  }

  public void setSql(String sql) {
    this.sql = sql;
  }

  public StatementFrom getStatementFrom() {
    return statementFrom;
  }

  public void setStatementFrom(StatementFrom statementFrom) {
    this.statementFrom = statementFrom;
  }

  public Map<String, Object> getParameters() {
    return parameters;
  }

  public void setParameters(Map<String, Object> parameters) {
    this.parameters = parameters;
  }

  public OutputType getOutputType() {
    return outputType;
  }

  public void setOutputType(OutputType outputType) {
    this.outputType = outputType;
  }

  public StreamFormat getFormat() {
    return format;
  }

  public void setFormat(StreamFormat format) {
    this.format = format;
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
  public DatabricksConfiguration copy() {
    try {
      DatabricksConfiguration copy = (DatabricksConfiguration) super.clone();
      copy.parameters = new HashMap<>(parameters);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new RuntimeCamelException(e);
    }
  }
}
