// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.option.CommonOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.camel.Processor;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options an operation takes. */
class RoomsTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @BeforeEach
  void start() {
    Properties properties = new Properties();
    properties.put("databricks.connections.acme.host", "http://127.0.0.1:1");
    properties.put("databricks.connections.acme.warehouseId", "w1");
    properties.put("databricks.connections.acme.clientId", "sp");
    properties.put("databricks.connections.acme.clientSecret", "hush");
    context.getPropertiesComponent().setInitialProperties(properties);
    context.getRegistry().bind("own", (Processor) exchange -> {});
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void operations_name_common_options_that_exist_and_groups_that_an_endpoint_has() {
    List<String> common =
        Arrays.stream(CommonOptions.class.getDeclaredFields())
            .filter(field -> field.isAnnotationPresent(UriParam.class))
            .map(field -> field.getName())
            .toList();
    DatabricksEndpoint endpoint = new DatabricksEndpoint();

    for (Room room : Rooms.ALL) {
      assertThat(common).as(room.name()).containsAll(room.commonOptions());
      for (Class<?> group : room.groups()) {
        assertThatCode(() -> endpoint.options(group)).as("%s", group).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "verify?connection=acme&readOnly=true | databricks:verify takes no option readOnly, which"
            + " belongs to query. Remove it.",
        "query?connection=acme&sql=SELECT 1&writeMode=merge | databricks:query takes no option"
            + " writeMode, which belongs to write. Remove it.",
        "query?connection=acme&sql=SELECT 1&Time-Zone=UTC | databricks:query takes the option"
            + " timezone in from only. Remove it.",
        "execute?connection=acme&sql=DELETE FROM a.b.c&timezone=UTC | databricks:execute takes no"
            + " option timezone, which belongs to changes, query, schedule, snapshot. Remove it.",
        "query?connection=acme&sql=SELECT 1&resume=false | databricks:query takes the option resume"
            + " in from only. Remove it.",
        "query?connection=acme&prepare=#bean:own | databricks:query takes the option prepare in from"
            + " only. Remove it.",
        "execute?connection=acme&sql=SELECT 1&max-rows=5 | databricks:execute takes no option"
            + " maxRows, which belongs to catalog, query, runs. Remove it.",
        "rotate?connection=acme&statementTimeout=5s | databricks:rotate takes no option"
            + " statementTimeout, which belongs to catalog, changes, copy, execute, query, snapshot, verify, write."
            + " Remove it.",
        "execute?connection=acme&sql=DELETE FROM a.b.c&readOnly=true | databricks:execute takes no"
            + " option readOnly, which belongs to query. Remove it.",
        "verify?connection=acme&parameters.id=5 | databricks:verify takes no option parameters,"
            + " which belongs to execute, query. Remove it."
      })
  void an_option_of_another_operation_is_refused(String path, String message) {
    assertThatThrownBy(() -> context.getEndpoint("databricks:" + path).createProducer())
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "query | databricks:query in from needs the option sql or the option prepare.",
        "query?sql=SELECT 1&prepare=#bean:own | databricks:query in from takes either the option sql"
            + " or the option prepare, not both.",
        "query?sql=SELECT 1&statementFrom=property | databricks:query takes the option statementFrom"
            + " in to only. Remove it.",
        "query?sql=SELECT 1&outputType=json | databricks:query takes the option outputType in to"
            + " only. Remove it.",
        "query?sql=SELECT 1&maxRows=5 | databricks:query takes the option maxRows in to only. Remove"
            + " it.",
        "query?sql=SELECT 1&streamTimeout=5s | databricks:query takes the option streamTimeout in to"
            + " only. Remove it.",
        "query?sql=SELECT 1&filter=a | databricks:query takes no option filter, which belongs to"
            + " changes, snapshot. Remove it.",
        "query?sql=SELECT 1&tenants=acme | The option tenants picks a connection by message, and from"
            + " has none. Use connection, in a route for each tenant.",
        "query?sql=DROP TABLE t | databricks:query runs statements that read (SELECT, WITH, SHOW,"
            + " DESCRIBE, EXPLAIN, VALUES, TABLE, FROM, LIST); this one starts with another word.",
        "query?sql=SHOW TABLES&readOnly=true | The statement is refused on connection 'acme': what"
            + " stands at line 1, column 1 is not one SELECT or WITH, and nothing else may run.",
        "query?sql=SELECT 1&frequency=cron | The schedule is not right: frequency=cron needs a cron"
            + " expression.",
      })
  void a_statement_on_a_schedule_takes_only_options_of_its_own(String path, String message) {
    assertThatThrownBy(
            () -> context.getEndpoint("databricks:" + path).createConsumer(exchange -> {}))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message);
  }

  @Test
  void a_bean_that_prepares_is_a_processor_that_is_there() {
    context.getRegistry().bind("text", "SELECT 1");

    for (String bean : List.of("#bean:text", "#bean:missing")) {
      assertThatThrownBy(() -> context.getEndpoint("databricks:query?prepare=" + bean))
          .isInstanceOf(ResolveEndpointFailedException.class);
    }
  }

  @Test
  void a_component_that_only_reads_starts_nothing_that_changes_anything() {
    context
        .getComponent("databricks", DatabricksComponent.class)
        .getConfiguration()
        .setReadOnly(true);

    assertThatThrownBy(
            () ->
                context
                    .getEndpoint("databricks:execute?connection=acme&sql=DELETE FROM a.b.c")
                    .createProducer())
        .hasMessage(
            "databricks:execute changes something, and the component says readOnly=true. Remove one"
                + " of them.");
  }

  @Test
  void a_consumer_has_no_message_that_could_choose_a_tenant() {
    assertThatThrownBy(
            () ->
                context
                    .getEndpoint("databricks:snapshot:main.crm.leads?tenants=acme")
                    .createConsumer(exchange -> {}))
        .hasMessageStartingWith("The option tenants picks a connection by message");
  }
}
