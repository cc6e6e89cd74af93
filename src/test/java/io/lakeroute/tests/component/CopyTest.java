package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code copy}: a whole run by way of staged objects, or nothing of it. */
class CopyTest extends ComponentFixture {

  private final Exports exports;
  private final StagingConnection staging;

  CopyTest(LocalWorkspace workspace) {
    super(workspace, keys(workspace));
    this.exports = new Exports(workspace, component);
    this.staging = StagingConnection.open(keys(workspace));
  }

  private static Map<String, String> keys(LocalWorkspace workspace) {
    return ComponentContext.with(
        ComponentContext.writeBack(workspace.access()),
        "stagingPrefix",
        Exports.volume(workspace, "exports"));
  }

  @AfterEach
  void nothing_is_left() {
    assertThat(exports.stagings()).as("staging tables").isEmpty();
    assertThat(staging.store().list("")).as("objects").isEmpty();
  }

  @Test
  void creates_the_table_with_the_first_run_and_replaces_its_rows_with_the_next() {
    String table = workspace.name("audience");
    String route = exports.route(table, "&keys=id");

    Exchange first = exports.send(route, Map.of(), Written.rows(0, 3));
    assertThat(first.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("0 1 2");

    Exchange second = exports.send(route, Map.of(), Written.rows(2, 6));
    assertThat(second.getException()).isNull();
    assertThat(exports.written().ids(table)).isEqualTo("2 3 4 5");
    assertThat(second.getProperty(DatabricksConstants.DETAILS_PROPERTY, Map.class))
        .contains(
            entry("objects", 1),
            entry("staged", 4L),
            entry("entered", 3L),
            entry("left", 2L),
            entry("kept", 1L),
            entry("before", 3L),
            entry("published", 4L));
    assertThat(second.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
  }

  @Test
  void refuses_a_run_whose_keys_repeat_or_are_missing() {
    String table = workspace.name("keyed");
    exports.export(table, "", Written.rows(0, 2));

    Exchange twice =
        exports.export(table, "&keys=id", List.of(Map.of("id", 1, "name", "a"), Map.of("id", 1)));
    Exchange none =
        exports.export(table, "&keys=id", List.of(Map.of("id", 1, "name", "a"), Map.of("name", "b")));

    assertThat(reason(twice)).isEqualTo(Reason.INVALID);
    assertThat(twice.getException()).hasMessageContaining("1 of its 2 rows repeat the keys [id]");
    assertThat(none.getException()).hasMessageContaining("1 of its 2 rows have no value in the keys");
    assertThat(exports.written().ids(table)).isEqualTo("0 1");
  }

  private static Reason reason(Exchange exchange) {
    return ((DatabricksException) exchange.getException()).getReason();
  }
}
