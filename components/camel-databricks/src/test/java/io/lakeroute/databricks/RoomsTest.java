package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.operation.Room;
import io.lakeroute.databricks.option.CommonOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
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
        "query?connection=acme&sql=SELECT 1&Time-Zone=UTC | databricks:query takes no option"
            + " timezone, which belongs to changes, schedule, snapshot. Remove it.",
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
