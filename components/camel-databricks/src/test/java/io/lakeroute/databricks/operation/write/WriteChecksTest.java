// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What write and execute refuse before the first message. */
class WriteChecksTest {

  private static final DefaultCamelContext CONTEXT = new DefaultCamelContext();

  @BeforeAll
  static void start() {
    connection("reader", "warehouseId", "0123456789abcdef");
    connection("writer", "warehouseId", "0123456789abcdef", "writeBack", "true");
    connection("cluster", "httpPath", "/sql/protocolv1/o/1/2", "writeBack", "true");
    connection(
        "fenced",
        "warehouseId",
        "0123456789abcdef",
        "writeBack",
        "true",
        "catalog",
        "main",
        "onlyCatalogs",
        "main");
    CONTEXT.start();
  }

  private static void connection(String name, String... keys) {
    String prefix = "databricks.connections." + name + ".";
    var properties = CONTEXT.getPropertiesComponent();
    properties.addOverrideProperty(prefix + "host", "example.cloud.databricks.com");
    properties.addOverrideProperty(prefix + "clientId", "id");
    properties.addOverrideProperty(prefix + "clientSecret", "hush");
    for (int i = 0; i < keys.length; i += 2) {
      properties.addOverrideProperty(prefix + keys[i], keys[i + 1]);
    }
  }

  @AfterAll
  static void stop() {
    CONTEXT.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "execute?connection=reader&sql=DELETE FROM a | databricks:execute changes the workspace, and connection 'reader' does not"
            + " allow that. Set databricks.connections.reader.writeBack=true if it should.",
        "write:main.crm.leads?connection=reader | databricks:write changes the workspace, and connection 'reader' does not"
            + " allow that. Set databricks.connections.reader.writeBack=true if it should.",
        "write:main.crm.leads?tenants=reader,writer | databricks:write changes the workspace, and connection 'reader' does not"
            + " allow that. Set databricks.connections.reader.writeBack=true if it should.",
        "execute?connection=cluster&sql=DELETE FROM a | Connection 'cluster' leads to a cluster, which takes no statements that"
            + " change something. Use a connection with warehouseId.",
        "execute?connection=writer | databricks:execute needs the option sql, or statementFrom=property.",
        "execute:main.crm.leads?connection=writer&sql=DELETE FROM a | databricks:execute takes no object; remove ':main.crm.leads'.",
        "execute?connection=fenced&sql=DELETE FROM other.s.t | The statement is refused on connection 'fenced': what stands at"
            + " line 1, column 13 is outside of the catalogs that may be named (onlyCatalogs).",
        "write?connection=writer | databricks:write needs the name of a table, as in databricks:write:main.crm.leads.",
        "write:crm.leads?connection=writer | 'crm.leads' has 2 parts. Write all three, catalog.schema.table: a shorter name would"
            + " mean another table under another connection.",
        "write:other.crm.leads?connection=fenced | Cannot write to other.crm.leads: its catalog is not one that connection 'fenced'"
            + " may name. Use another connection, or add the catalog to onlyCatalogs.",
        "write:main.crm.leads?connection=fenced&writeMode=replace&stagingSchema=other.s | Cannot stage in other.s: its catalog is not"
            + " one that connection 'fenced' may name. Use another connection, or add the catalog to onlyCatalogs.",
        "write:main.crm.leads?connection=writer&writeMode=replace&stagingSchema=s | The option stagingSchema is 's'; write"
            + " catalog.schema, as in main.staging.",
        "write:main.crm.leads?connection=writer&writeMode=merge | writeMode=merge needs the option keys: the columns that tell rows"
            + " apart, as in keys=id.",
        "write:main.crm.leads?connection=writer&keys=id | The option keys goes with writeMode=merge only, not with"
            + " writeMode=append.",
        "write:main.crm.leads?connection=writer&writeMode=replace&atLeastOnce=true | The option atLeastOnce goes with"
            + " writeMode=append only: merge and replace have the effect of one delivery anyway.",
        "write:main.crm.leads?connection=writer&outputType=one | databricks:write has no outputType=one; allowed are list.",
      })
  void refuses_at_start_what_cannot_work(String path, String message) {
    assertThatThrownBy(() -> CONTEXT.getEndpoint("databricks:" + path).createProducer())
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "execute?connection=writer&sql=DELETE FROM a WHERE id = :id",
        "write:main.crm.leads?connection=writer",
        "write:main.crm.leads?connection=writer&writeMode=merge&keys=id",
        "write:main.crm.leads?connection=fenced&writeMode=replace&stagingSchema=main.staging",
      })
  void starts_where_the_connection_allows_it(String path) {
    assertThatCode(() -> CONTEXT.getEndpoint("databricks:" + path).createProducer())
        .doesNotThrowAnyException();
  }

  @Test
  void an_empty_option_is_as_good_as_none() {
    assertThatCode(
            () ->
                CONTEXT
                    .getEndpoint(
                        "databricks:write:main.crm.leads?connection=writer&keys=&stagingSchema=")
                    .createProducer())
        .doesNotThrowAnyException();
  }
}
