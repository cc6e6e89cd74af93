// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.operation.snapshot.SnapshotSettings.NullTimestamps;
import io.lakeroute.databricks.result.Column;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableColumnsTest {

  private static final Column ID = new Column("id", "BIGINT");
  private static final Column NESTED = new Column("n", "STRUCT<a: ARRAY<VARIANT>>");

  private static SnapshotSettings settings(String key, Optional<String> time, String... fields) {
    return new SnapshotSettings(
        ObjectName.parse("main.crm.leads"),
        Optional.empty(),
        time,
        Optional.empty(),
        List.of(fields),
        key.isEmpty() ? List.of() : List.of(key),
        Optional.empty(),
        Duration.ZERO,
        NullTimestamps.DELIVER,
        10,
        false,
        true);
  }

  private static void assertRefused(SnapshotSettings settings, String message, Column... columns) {
    assertThatThrownBy(() -> TableColumns.chosen(settings, List.of(columns)))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(message);
  }

  @Test
  void needs_a_key_for_rows_that_have_no_order_without() {
    assertRefused(
        settings("", Optional.empty()),
        "main.crm.leads has the column n, whose type has no order, so its rows have none without a"
            + " key. Name the columns that make a row unique with the option keys, or leave the"
            + " column out with fields.",
        ID,
        NESTED);
    assertThat(TableColumns.chosen(settings("", Optional.empty(), "id"), List.of(ID, NESTED)).key())
        .containsExactly("id");
    assertThat(TableColumns.chosen(settings("id", Optional.empty()), List.of(ID, NESTED)).columns())
        .containsExactly(ID, NESTED);
  }

  @Test
  void refuses_a_key_that_has_no_order() {
    assertRefused(
        settings("n", Optional.empty()),
        "The key column n of main.crm.leads has the type STRUCT<a: ARRAY<VARIANT>>, which has no"
            + " order. Name other columns that make a row unique with the option keys.",
        ID,
        NESTED);
  }

  @Test
  void refuses_a_column_that_has_the_name_of_one_that_the_import_adds() {
    Column time = new Column("_record_timestamp", "TIMESTAMP");
    assertRefused(
        settings("id", Optional.empty()),
        "main.crm.leads has the column _Record_Id, which the import itself adds to each row. Leave"
            + " the column out with fields, or read a view that gives it another name.",
        ID,
        new Column("_Record_Id", "STRING"));
    assertRefused(
        settings("id", Optional.of("_record_timestamp")),
        "main.crm.leads has the column _record_timestamp, which the import itself adds to each row."
            + " Leave the column out with fields, or read a view that gives it another name.",
        ID,
        time);
    assertThat(TableColumns.chosen(settings("id", Optional.empty()), List.of(ID, time)).columns())
        .as("where no recordTimestampColumn is set, nothing is added of that name")
        .containsExactly(ID, time);
  }
}
