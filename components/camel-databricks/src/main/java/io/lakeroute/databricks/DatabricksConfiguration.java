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
              + " checks the connection, rotate replaces its OAuth secret when that is due.",
      enums = "query,catalog,verify,rotate")
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
  private Duration overlap = Duration.ofHours(2);

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

  public Duration getOverlap() {
    return overlap;
  }

  public void setOverlap(Duration overlap) {
    this.overlap = overlap;
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
