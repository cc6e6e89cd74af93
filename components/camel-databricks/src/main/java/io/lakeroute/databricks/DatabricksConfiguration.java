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
          "What to do: query runs a statement that reads, execute one that changes something, write writes rows to a table,"
              + " catalog browses and samples Unity Catalog, verify checks the connection, snapshot imports a table on a"
              + " schedule, runs tells of such imports and controls them, rotate replaces its OAuth secret when that is due.",
      enums = "query,execute,write,catalog,verify,snapshot,runs,rotate")
  @Metadata(required = true)
  private String operation;

  @UriPath(
      description =
          "Name of the table or view, as in main.crm.leads, of the schema, as in main.crm, or of the catalog that catalog is"
              + " about. Parts may be quoted with backticks.")
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
          "The statement of query or execute, or a resource that holds it, such as resource:classpath:sql/leads.sql. Values"
              + " go into named parameters, as in WHERE id = :id.")
  @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "sql")
  private String sql;

  @UriParam(
      label = "producer",
      defaultValue = "ENDPOINT",
      description =
          "Where query and execute take their statement from: the option"
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
          "What is left in the body. Of query: list is a list of maps,"
              + " one the only row as a map (more than one is an error, none an empty body), batches an iterator of record batches to"
              + " split, stream an input stream in the given format. The last two hold a place at the warehouse until they are read or the exchange"
              + " is done. Of all operations: list is a list of maps, or a map where there is one answer only; json the same as JSON"
              + " text. Of catalog: text is compact text for prompts of language models.")
  private OutputType outputType = OutputType.LIST;

  @UriParam(
      label = "producer",
      defaultValue = "JSON_LINES",
      description = "How outputType=stream encodes rows.")
  private StreamFormat format = StreamFormat.JSON_LINES;

  @UriParam(
      label = "producer",
      defaultValue = "1000",
      description =
          "Rows in each batch of outputType=batches and of snapshot, and in each statement of write, at most. A statement costs a write far"
              + " more than a row does: write in batches of 10000 and more where rows come that many at a time.")
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
      enums = "catalogs,schemas,tables,columns,privileges,sample,list,get,run,cancel,reset",
      description =
          "What runs does: list the runs, get the one of the header CamelDatabricksRunId; run, cancel or reset the flow of the"
              + " header CamelDatabricksRunKey. The default is list. What catalog returns: the catalogs; the schemas of a catalog; the tables and views of a schema, or one of them;"
              + " the columns of a table or view; the privileges the principal has on an object; or a sample of a table or view:"
              + " its columns, some rows and statistics. The default is columns where an object is named, else catalogs.")
  private String action;

  @UriParam(
      label = "producer",
      defaultValue = "ENDPOINT",
      description =
          "Where catalog takes the object from: the endpoint's path, or the header CamelDatabricksObject (a name as text, or a"
              + " list of its parts). What the path names then bounds what the header may name.")
  private ObjectFrom objectFrom = ObjectFrom.ENDPOINT;

  @UriParam(
      label = "producer",
      defaultValue = "0",
      description =
          "Entries in a page of catalogs, schemas or tables, up to 1000; the service may give fewer. The header"
              + " CamelDatabricksPageToken then holds what to send for the next page, and is absent after the last. 0 reads all"
              + " pages, up to maxRows entries.")
  private int pageSize;

  @UriParam(
      label = "producer",
      defaultValue = "false",
      description =
          "Has action=tables find size and row count of each Delta table with statements, which wakes the warehouse. Otherwise"
              + " they are known only where Unity Catalog has them.")
  private boolean details;

  @UriParam(
      label = "producer",
      defaultValue = "10",
      description = "Rows that action=sample returns, 1 to 100.")
  private int sampleRows = 10;

  @UriParam(
      label = "producer",
      defaultValue = "FIRST",
      description =
          "Which rows action=sample looks at: first are those that come first and cost little; random are drawn by chance, for"
              + " which the whole table or view is read.")
  private SampleMode sampleMode = SampleMode.FIRST;

  @UriParam(
      label = "producer",
      defaultValue = "10000",
      description =
          "Rows that the statistics of action=sample are made from, up to 100000; 0 makes none.")
  private int statisticsRows = 10_000;

  @UriParam(
      label = "producer",
      defaultValue = "200",
      description =
          "Characters after which action=sample cuts a text, or the JSON text of a nested value; 1 to 10000.")
  private int maxValueLength = 200;

  @UriParam(
      label = "producer",
      description =
          "Columns whose values action=sample does not read, neither for rows nor for statistics: names separated by commas, with"
              + " * for any characters, as in email,*_token. They are listed without anything of their content.")
  private String excludeColumns;

  @UriParam(
      label = "producer",
      defaultValue = "APPEND",
      description =
          "How write gets rows into the table: append adds each row once, however often it is delivered under the same run id;"
              + " merge replaces the row of the same keys or adds it; replace puts the rows of a whole run in the place of all rows"
              + " of the table, at once.")
  private WriteMode writeMode = WriteMode.APPEND;

  @UriParam(
      label = "common",
      description =
          "Columns that tell rows apart, separated by commas: for writeMode=merge, and for the order and the record ids of"
              + " snapshot, which takes all columns without it.")
  private String keys;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "_run_id",
      description =
          "Column (STRING) that writeMode=append fills with the run's id, to recognise what it has written.")
  private String runColumn = "_run_id";

  @UriParam(
      label = "producer,advanced",
      defaultValue = "_run_row",
      description =
          "Column (BIGINT) that writeMode=append fills with the row's position in its run: batch index x 1,000,000,000 + position in"
              + " the batch.")
  private String runRowColumn = "_run_row";

  @UriParam(
      label = "producer,advanced",
      defaultValue = "false",
      description =
          "Lets writeMode=append write to a table without runColumn and runRowColumn. A message that is delivered again is then"
              + " written again.")
  private boolean atLeastOnce;

  @UriParam(
      label = "producer,advanced",
      description =
          "Schema, as in main.staging, in which writeMode=replace collects the rows of a run before they are published. The table's"
              + " own unless set.")
  private String stagingSchema;

  @UriParam(
      label = "producer,advanced",
      defaultValue = "24h",
      javaType = "java.time.Duration",
      description =
          "How long staging tables of runs that never ended are kept; the next run on the same table drops older ones.")
  private Duration stagingRetention = Duration.ofHours(24);

  @UriParam(
      label = "producer,advanced",
      defaultValue = "false",
      description =
          "Sets the header CamelDatabricksVersion to the table's latest version after a write. Costs a statement.")
  private boolean reportVersion;

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

  @UriParam(
      label = "rotation",
      description =
          "Name of the connection in whose name rotate makes and deletes secrets, where the service principal may not"
              + " do so for itself.")
  private String secretAdmin;

  @UriParam(
      label = "rotation",
      description =
          "Number that stands for the service principal whose secret rotate replaces. Without it, the connection asks"
              + " the workspace who it is.")
  private String servicePrincipalId;

  @UriParam(
      label = "rotation",
      defaultValue = "60d",
      javaType = "java.time.Duration",
      description = "How long a secret made by rotate lives, 730 days at most.")
  private Duration secretLifetime = Duration.ofDays(60);

  @UriParam(
      label = "rotation",
      defaultValue = "30d",
      javaType = "java.time.Duration",
      description =
          "Age at which rotate replaces the secret in use; 0s replaces it with each message.")
  private Duration rotateAfter = Duration.ofDays(30);

  @UriParam(
      label = "rotation",
      defaultValue = "2h",
      javaType = "java.time.Duration",
      description =
          "How long the old secret stays good after rotate has handed over the new one. A message after that time"
              + " deletes it.")
  private Duration secretOverlap = Duration.ofHours(2);

  @UriParam(
      label = "rotation",
      description =
          "Kubernetes Secret that rotate puts the new secret into, as name or namespace/name. Without it, rotate"
              + " replaces the connection's clientSecretFile.")
  private String kubernetesSecretName;

  @UriParam(
      label = "rotation",
      defaultValue = "clientSecret",
      description = "Entry of the Kubernetes Secret that holds the OAuth secret.")
  private String kubernetesSecretEntry = "clientSecret";

  @UriParam(
      label = "rotation,advanced",
      description =
          "URL of the Kubernetes API. Without it, the one that Kubernetes names in the pod's environment.")
  private String kubernetesApi;

  @UriParam(
      label = "rotation,advanced",
      defaultValue = "/var/run/secrets/kubernetes.io/serviceaccount",
      description = "Folder with the pod's token, ca.crt and namespace.")
  private String kubernetesAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

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

  public WriteMode getWriteMode() {
    return writeMode;
  }

  public void setWriteMode(WriteMode writeMode) {
    this.writeMode = writeMode;
  }

  public String getKeys() {
    return keys;
  }

  public void setKeys(String keys) {
    this.keys = keys;
  }

  public String getRunColumn() {
    return runColumn;
  }

  public void setRunColumn(String runColumn) {
    this.runColumn = runColumn;
  }

  public String getRunRowColumn() {
    return runRowColumn;
  }

  public void setRunRowColumn(String runRowColumn) {
    this.runRowColumn = runRowColumn;
  }

  public boolean isAtLeastOnce() {
    return atLeastOnce;
  }

  public void setAtLeastOnce(boolean atLeastOnce) {
    this.atLeastOnce = atLeastOnce;
  }

  public String getStagingSchema() {
    return stagingSchema;
  }

  public void setStagingSchema(String stagingSchema) {
    this.stagingSchema = stagingSchema;
  }

  public Duration getStagingRetention() {
    return stagingRetention;
  }

  public void setStagingRetention(Duration stagingRetention) {
    this.stagingRetention = stagingRetention;
  }

  public boolean isReportVersion() {
    return reportVersion;
  }

  public void setReportVersion(boolean reportVersion) {
    this.reportVersion = reportVersion;
  }

  public ObjectFrom getObjectFrom() {
    return objectFrom;
  }

  public void setObjectFrom(ObjectFrom objectFrom) {
    this.objectFrom = objectFrom;
  }

  public int getPageSize() {
    return pageSize;
  }

  public void setPageSize(int pageSize) {
    this.pageSize = pageSize;
  }

  public boolean isDetails() {
    return details;
  }

  public void setDetails(boolean details) {
    this.details = details;
  }

  public int getSampleRows() {
    return sampleRows;
  }

  public void setSampleRows(int sampleRows) {
    this.sampleRows = sampleRows;
  }

  public SampleMode getSampleMode() {
    return sampleMode;
  }

  public void setSampleMode(SampleMode sampleMode) {
    this.sampleMode = sampleMode;
  }

  public int getStatisticsRows() {
    return statisticsRows;
  }

  public void setStatisticsRows(int statisticsRows) {
    this.statisticsRows = statisticsRows;
  }

  public int getMaxValueLength() {
    return maxValueLength;
  }

  public void setMaxValueLength(int maxValueLength) {
    this.maxValueLength = maxValueLength;
  }

  public String getExcludeColumns() {
    return excludeColumns;
  }

  public void setExcludeColumns(String excludeColumns) {
    this.excludeColumns = excludeColumns;
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

  public String getSecretAdmin() {
    return secretAdmin;
  }

  public void setSecretAdmin(String secretAdmin) {
    this.secretAdmin = secretAdmin;
  }

  public String getServicePrincipalId() {
    return servicePrincipalId;
  }

  public void setServicePrincipalId(String servicePrincipalId) {
    this.servicePrincipalId = servicePrincipalId;
  }

  public Duration getSecretLifetime() {
    return secretLifetime;
  }

  public void setSecretLifetime(Duration secretLifetime) {
    this.secretLifetime = secretLifetime;
  }

  public Duration getRotateAfter() {
    return rotateAfter;
  }

  public void setRotateAfter(Duration rotateAfter) {
    this.rotateAfter = rotateAfter;
  }

  public Duration getSecretOverlap() {
    return secretOverlap;
  }

  public void setSecretOverlap(Duration secretOverlap) {
    this.secretOverlap = secretOverlap;
  }

  public String getKubernetesSecretName() {
    return kubernetesSecretName;
  }

  public void setKubernetesSecretName(String kubernetesSecretName) {
    this.kubernetesSecretName = kubernetesSecretName;
  }

  public String getKubernetesSecretEntry() {
    return kubernetesSecretEntry;
  }

  public void setKubernetesSecretEntry(String kubernetesSecretEntry) {
    this.kubernetesSecretEntry = kubernetesSecretEntry;
  }

  public String getKubernetesApi() {
    return kubernetesApi;
  }

  public void setKubernetesApi(String kubernetesApi) {
    this.kubernetesApi = kubernetesApi;
  }

  public String getKubernetesAccount() {
    return kubernetesAccount;
  }

  public void setKubernetesAccount(String kubernetesAccount) {
    this.kubernetesAccount = kubernetesAccount;
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
