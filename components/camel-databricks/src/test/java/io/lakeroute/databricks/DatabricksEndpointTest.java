// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.operation.catalog.CatalogOptions;
import io.lakeroute.databricks.operation.catalog.ObjectFrom;
import io.lakeroute.databricks.operation.catalog.SampleMode;
import io.lakeroute.databricks.operation.query.QueryOptions;
import io.lakeroute.databricks.operation.rotate.RotateOptions;
import io.lakeroute.databricks.operation.write.WriteMode;
import io.lakeroute.databricks.operation.write.WriteOptions;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OutputType;
import io.lakeroute.databricks.option.StatementFrom;
import io.lakeroute.databricks.option.StatementOptions;
import io.lakeroute.databricks.result.StreamFormat;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabricksEndpointTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() {
    Properties properties = new Properties();
    properties.put("databricks.connections.acme.host", "http://127.0.0.1:1");
    properties.put("databricks.connections.acme.warehouseId", "w1");
    properties.put("databricks.connections.acme.clientId", "sp");
    properties.put("databricks.connections.acme.clientSecret", "{{hidden}}");
    properties.put("hidden", "hush");
    properties.put("databricks.connections.personal.host", "http://127.0.0.1:1");
    properties.put("databricks.connections.personal.warehouseId", "w1");
    properties.put("databricks.connections.personal.auth", "pat");
    properties.put("databricks.connections.personal.token", "dapi");
    properties.put("databricks.connections.fenced.host", "http://127.0.0.1:1");
    properties.put("databricks.connections.fenced.warehouseId", "w1");
    properties.put("databricks.connections.fenced.clientId", "sp");
    properties.put("databricks.connections.fenced.clientSecret", "{{hidden}}");
    properties.put("databricks.connections.fenced.catalog", "acme");
    properties.put("databricks.connections.fenced.onlyCatalogs", "acme,shared");
    context.getPropertiesComponent().setInitialProperties(properties);
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void options_have_these_defaults() {
    CommonOptions options = new CommonOptions();
    StatementOptions statement = new StatementOptions();
    CatalogOptions catalog = new CatalogOptions();
    RotateOptions rotation = new RotateOptions();
    WriteOptions writing = new WriteOptions();

    assertThat(options.getConnection()).isNull();
    assertThat(options.getFlow()).isNull();
    assertThat(statement.getSql()).isNull();
    assertThat(statement.getStatementFrom()).isEqualTo(StatementFrom.ENDPOINT);
    assertThat(statement.getParameters()).isEmpty();
    assertThat(options.getOutputType()).isEqualTo(OutputType.LIST);
    assertThat(new QueryOptions().getPrepare()).isNull();
    assertThat(new QueryOptions().getFormat()).isEqualTo(StreamFormat.JSON_LINES);
    assertThat(options.getBatchSize()).isEqualTo(1_000);
    assertThat(options.getMaxRows()).isZero();
    assertThat(options.getStatementTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.getFields()).isNull();
    assertThat(options.getStagingSchema()).isNull();
    assertThat(options.getAction()).isNull();
    assertThat(catalog.getObjectFrom()).isEqualTo(ObjectFrom.ENDPOINT);
    assertThat(catalog.getPageSize()).isZero();
    assertThat(catalog.isDetails()).isFalse();
    assertThat(catalog.getSampleRows()).isEqualTo(10);
    assertThat(catalog.getSampleMode()).isEqualTo(SampleMode.FIRST);
    assertThat(catalog.getStatisticsRows()).isEqualTo(10_000);
    assertThat(catalog.getMaxValueLength()).isEqualTo(200);
    assertThat(catalog.getExcludeColumns()).isNull();
    assertThat(options.getQueueTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.getWarehouseStartTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.isServicePrincipalOnly()).isFalse();
    assertThat(rotation.getSecretAdmin()).isNull();
    assertThat(rotation.getServicePrincipalId()).isNull();
    assertThat(rotation.getSecretLifetime()).isEqualTo(Duration.ofDays(60));
    assertThat(rotation.getRotateAfter()).isEqualTo(Duration.ofDays(30));
    assertThat(rotation.getSecretOverlap()).isEqualTo(Duration.ofHours(2));
    assertThat(rotation.getKubernetesSecretName()).isNull();
    assertThat(rotation.getKubernetesSecretEntry()).isEqualTo("clientSecret");
    assertThat(rotation.getKubernetesApi()).isNull();
    assertThat(rotation.getKubernetesAccount())
        .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(writing.getWriteMode()).isEqualTo(WriteMode.APPEND);
    assertThat(options.getKeys()).isNull();
    assertThat(writing.getRunColumn()).isEqualTo("_run_id");
    assertThat(writing.getRunRowColumn()).isEqualTo("_run_row");
    assertThat(writing.isAtLeastOnce()).isFalse();
    assertThat(writing.getStagingRetention()).isEqualTo(Duration.ofHours(24));
    assertThat(writing.isReportVersion()).isFalse();
    assertThat(options.getTenants()).isNull();
    assertThat(options.isReadOnly()).isFalse();
    assertThat(options.getOnlyCatalogs()).isNull();
  }

  @Test
  void reads_options_from_the_uri() {
    DatabricksEndpoint endpoint =
        context.getEndpoint(
            "databricks:query?connection=acme&sql=SELECT"
                + " :id&parameters.id=${body}&outputType=stream&format=csv"
                + "&statementFrom=endpoint&statementTimeout=5s&maxRows=7&flow=leads",
            DatabricksEndpoint.class);
    CommonOptions options = endpoint.getConfiguration();

    assertThat(options.getOperation()).isEqualTo("query");
    assertThat(endpoint.getStatement().getParameters()).containsEntry("id", "${body}");
    assertThat(options.getOutputType()).isEqualTo(OutputType.STREAM);
    assertThat(endpoint.getQuery().getFormat()).isEqualTo(StreamFormat.CSV);
    assertThat(options.getStatementTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.getMaxRows()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "explode?connection=acme | There is no operation 'explode'. There are: catalog, changes, copy, execute,"
            + " query, rotate, runs, schedule, snapshot, verify, write.",
        "query?connection=acme | databricks:query needs the option sql, or statementFrom=property.",
        "query?connection=acme&sql=SELECT 1&statementFrom=property |"
            + " databricks:query takes either the option sql or statementFrom=property, not both.",
        "query?connection=acme&sql=SELECT 1&batchSize=0 | The option batchSize is 0; allowed is 1"
            + " to 100000.",
        "query?connection=acme&sql=SELECT 1&maxRows=-1 | The option maxRows is -1; allowed is 0 to"
            + " 2147483646.",
        "query?connection=acme&sql=SELECT 1&statementTimeout=10ms |"
            + " The option statementTimeout is PT0.01S; allowed is PT1S to PT24H.",
        "query:main.a.b?connection=acme&sql=SELECT 1 | databricks:query takes no object; remove"
            + " ':main.a.b'.",
        "query?connection=acme&sql=DROP TABLE t | databricks:query runs statements that read"
            + " (SELECT, WITH, SHOW, DESCRIBE, EXPLAIN, VALUES, TABLE, FROM, LIST); this one starts"
            + " with another word.",
        "schedule?connection=acme | databricks:schedule needs a name, as in"
            + " databricks:schedule:nightly: a lower-case letter or digit, then up to 99 lower-case"
            + " letters, digits, - and _; none is given.",
        "schedule:Nightly?connection=acme | databricks:schedule needs a name, as in"
            + " databricks:schedule:nightly: a lower-case letter or digit, then up to 99 lower-case"
            + " letters, digits, - and _; 'Nightly' is not one.",
        "schedule:nightly?connection=acme&stream=other | databricks:schedule takes no option stream,"
            + " which belongs to changes, query, runs, snapshot. Remove it.",
        "schedule:nightly?connection=acme | databricks:schedule can only be received from. Use it in"
            + " from.",
        "rotate?connection=personal | databricks:rotate replaces OAuth secrets of Databricks, and"
            + " connection 'personal' has none. Use a connection with auth=oauth-m2m.",
        "rotate?connection=acme | databricks:rotate does not know where to put the new secret of"
            + " connection 'acme'. Keep the secret in a file (clientSecretFile), or set"
            + " kubernetesSecretName.",
        "rotate?connection=acme&kubernetesSecretName=a/b/c | The option kubernetesSecretName is"
            + " 'a/b/c'; allowed is name or namespace/name.",
        "rotate?connection=acme&secretLifetime=800d |"
            + " The option secretLifetime is PT19200H; allowed is PT24H to PT17520H.",
        "rotate?connection=acme&rotateAfter=60d | The option rotateAfter is PT1440H; allowed is"
            + " PT0S to PT1438H.",
        "catalog:main.crm.leads?connection=acme&action=drop | The option action is 'drop'; allowed"
            + " are catalogs, schemas, tables, columns, keys, privileges, sample, version.",
        "catalog:main.crm?connection=acme&action=version | databricks:catalog with action=version"
            + " needs the name of a table or view, as in main.crm.leads; 'main.crm' has 2 parts.",
        "catalog:crm.leads?connection=acme | databricks:catalog with action=columns needs the name"
            + " of a table or view, as in main.crm.leads; 'crm.leads' has 2 parts.",
        "catalog?connection=acme&action=sample | databricks:catalog with action=sample needs the"
            + " name of a table or view, as in main.crm.leads; none is given.",
        "catalog:main?connection=acme&action=catalogs |"
            + " databricks:catalog with action=catalogs takes no object; 'main' has 1 part.",
        "catalog:main.crm.leads?connection=acme&action=schemas&objectFrom=header |"
            + " databricks:catalog with action=schemas needs the name of a catalog, as in main;"
            + " 'main.crm.leads' has 3 parts.",
        "catalog:a.b.c.d?connection=acme | A name has 4 parts; catalog.schema.table are three.",
        "catalog:main.crm.leads?connection=acme&pageSize=5 | The option pageSize belongs to"
            + " action=catalogs, schemas and tables; columns has no pages.",
        "catalog?connection=acme&pageSize=1001 | The option pageSize is 1001; allowed is 0 to"
            + " 1000.",
        "catalog?connection=acme&pageSize=5&maxRows=5 | databricks:catalog takes either pageSize,"
            + " for one page at a time, or maxRows, for all pages up to so many entries; not both.",
        "catalog:main?connection=acme&action=schemas&details=true | The option details belongs to"
            + " action=tables.",
        "catalog:main.crm.leads?connection=acme&action=sample&sampleRows=101 |"
            + " The option sampleRows is 101; allowed is 1 to 100.",
        "catalog:main.crm.leads?connection=acme&action=sample&statisticsRows=5 | The option"
            + " statisticsRows is 5 and sampleRows is 10; statistics are made from the rows of the"
            + " sample and more, or with 0 not at all.",
        "catalog?connection=acme&outputType=stream |"
            + " databricks:catalog has no outputType=stream; allowed are list, json, text.",
        "query?connection=acme&sql=SELECT 1&outputType=text | databricks:query has no"
            + " outputType=text; allowed are list, one, batches, stream, json.",
        "verify | The option connection is not set, and there are several: acme, fenced, personal.",
        "verify?connection=acme&tenants=acme | Set either the option tenants or the option"
            + " connection, not both.",
        "verify?tenants=acme,nobody | There is no connection 'nobody'. Declared are: acme, fenced,"
            + " personal.",
        "verify?tenants=acme=fenced,acme=acme | The option tenants holds 'acme' twice.",
        "verify?tenants=acme,../x | The option tenants holds '../x'; allowed are entries <tenant>"
            + " or <tenant>=<connection>, separated by commas, with tenants of up to 64 letters,"
            + " digits, - and _.",
        "verify?tenants=acme,personal&servicePrincipalOnly=true | Connection 'personal' uses a"
            + " personal access token, and servicePrincipalOnly=true allows a service principal"
            + " only. Set auth=oauth-m2m with clientId and clientSecret.",
        "query?tenants=acme,fenced&sql=SELECT * FROM other.s.t | The statement is refused on"
            + " connection 'fenced': what stands at line 1, column 15 is outside of the catalogs"
            + " that may be named (onlyCatalogs).",
        "query?connection=acme&readOnly=true&sql=SHOW TABLES | The statement is refused on"
            + " connection 'acme': what stands at line 1, column 1 is not one SELECT or WITH, and"
            + " nothing else may run.",
        "query?connection=acme&sql=FROM a INSERT INTO b SELECT * |"
            + " databricks:query runs statements that read; this one writes.",
        "query?connection=acme&onlyCatalogs=main&sql=SELECT 1 | The option onlyCatalogs leaves the"
            + " connection's own catalog outside. Names without a catalog are looked up in the key"
            + " catalog of connection 'acme', so set that to one of them.",
        "query?connection=fenced&onlyCatalogs=main&sql=SELECT 1 | The option onlyCatalogs has no"
            + " catalog in common with the connection's. Names without a catalog are looked up in"
            + " the key catalog of connection 'fenced', so set that to one of them.",
        "catalog:other.s.t?connection=fenced | Cannot look into other.s.t: its catalog is not one"
            + " that connection 'fenced' may name. Use another connection, or add the catalog to"
            + " onlyCatalogs.",
        "verify?connection=other | There is no connection 'other'. Declared are: acme, fenced,"
            + " personal.",
        "verify?connection=personal&servicePrincipalOnly=true | Connection 'personal' uses a"
            + " personal access token, and servicePrincipalOnly=true allows a service principal"
            + " only. Set auth=oauth-m2m with clientId and clientSecret.",
      })
  void refuses_at_start_what_cannot_work(String path, String message) {
    assertThatThrownBy(() -> context.getEndpoint("databricks:" + path).createProducer())
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"outputType=table", "statementFrom=header", "format=xml", "batches=5"})
  void refuses_values_and_options_that_do_not_exist(String option) {
    assertThatThrownBy(
            () ->
                context
                    .getEndpoint("databricks:query?connection=acme&sql=SELECT 1&" + option)
                    .createProducer())
        .isInstanceOf(ResolveEndpointFailedException.class);
  }

  @Test
  void publishes_each_connection_as_a_data_source_without_opening_anything() {
    assertThat(context.getRegistry().lookupByNameAndType("acme", DataSource.class)).isNotNull();
    assertThat(context.getRegistry().lookupByNameAndType("personal", DataSource.class)).isNotNull();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(n -> n.contains("Databricks"));
  }

  @Test
  void refuses_an_import_whose_filter_reads_outside_of_the_fence() {
    String uri =
        "databricks:snapshot:acme.crm.leads?connection=fenced&filter=RAW(id IN (SELECT id FROM"
            + " other.s.t))";

    assertThatThrownBy(() -> context.getEndpoint(uri).createConsumer(exchange -> {}))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "The statement is refused on connection 'fenced': what stands at line 1, column 66 is"
                + " outside of the catalogs that may be named (onlyCatalogs).");
  }

  @Test
  void has_no_sessions_for_plain_jdbc_where_catalogs_are_fenced() {
    DataSource fenced = context.getRegistry().lookupByNameAndType("fenced", DataSource.class);

    assertThatThrownBy(fenced::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessage(
            "Connection 'fenced' has onlyCatalogs, and statements of jdbc: and sql: endpoints are"
                + " not checked against them. Use databricks:query, or a connection without"
                + " onlyCatalogs.");
  }

  @Test
  void shows_no_secret_in_the_endpoint() {
    assertThat(context.getEndpoint("databricks:verify?connection=acme").toString())
        .doesNotContain("hush");
  }
}
