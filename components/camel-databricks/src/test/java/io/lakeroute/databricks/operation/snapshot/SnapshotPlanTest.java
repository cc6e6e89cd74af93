// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.result.Column;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotPlanTest {

  private static final SnapshotTable TABLE =
      new SnapshotTable(
          ObjectName.parse("main.crm.leads"),
          List.of(new Column("id", "BIGINT"), new Column("at", "TIMESTAMP")),
          Optional.of("at"),
          Watermark.TIMESTAMP,
          Optional.empty(),
          List.of("id"),
          true,
          Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "5, 2026-01-01T12:00:00Z, true, true",
    "5, 2026-01-01T12:00:00Z, false, true",
    ", 2026-01-01T12:00:00Z, true, true",
    "5, , true, true",
    "5, , false, false",
    ", , true, false",
    ", , false, false"
  })
  void a_run_is_incremental_where_its_statement_leaves_rows_of_the_run_before_out(
      Long version, String watermark, boolean nulls, boolean incremental) {
    OptionalLong pinned = version == null ? OptionalLong.empty() : OptionalLong.of(version);
    Position position =
        Position.start(
            pinned, Optional.of(new Position.Base(pinned, Optional.ofNullable(watermark))));
    SnapshotPlan plan = new SnapshotPlan(TABLE, "t1", position, 0);
    SnapshotSql.Statement statement =
        SnapshotSql.read(
            TABLE, new SnapshotSql.Wanted(Optional.empty(), Duration.ZERO, nulls, true), position);

    assertThat(plan.found(statement.comparing()).incremental()).isEqualTo(incremental);
    assertThat(statement.comparing() || statement.sql().contains(":low")).isEqualTo(incremental);
  }
}
