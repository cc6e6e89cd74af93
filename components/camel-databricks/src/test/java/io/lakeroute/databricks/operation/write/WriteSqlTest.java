// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.InlineRows;
import io.lakeroute.databricks.staging.MissingValue;
import io.lakeroute.databricks.staging.NumberTypes;
import io.lakeroute.databricks.staging.RowBatch;
import io.lakeroute.databricks.staging.RowsSql;
import io.lakeroute.databricks.staging.StagedDefaults;
import io.lakeroute.databricks.staging.StagingTable;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTable;
import io.lakeroute.databricks.staging.TextTypes;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statements as they are sent: names quoted, values nowhere. */
class WriteSqlTest {

  private static final ObjectName TABLE = ObjectName.parse("main.crm.`le``ads`");
  private static final TargetColumn ID =
      new TargetColumn("id", NumberTypes.integer("INT", Integer.SIZE), true);
  private static final TargetColumn NAME = new TargetColumn("na'me", TextTypes.string(), true);
  private static final TargetColumn BYTES = new TargetColumn("bytes", TextTypes.binary(), true);
  private static final TargetColumn STATUS =
      new TargetColumn(
          "status",
          TextTypes.string(),
          true,
          new MissingValue(Optional.of("CAST(('new') AS STRING)"), true, false));
  private static final String ROWS =
      "(SELECT explode(from_json(:rows, 'ARRAY<ARRAY<STRING>>', map('mode', 'FAILFAST'))) AS r)";

  @Test
  void merges_rows_of_one_shape_by_the_last_of_each_key() {
    assertThat(new MergeSql(TABLE, batch(List.of(bits(0, 1, 2))), List.of(ID)).text())
        .isEqualTo(
            "MERGE INTO `main`.`crm`.`le``ads` AS t USING (SELECT c0, max_by(struct(c1, c2), pos) AS g0 FROM"
                + " (SELECT CAST(get(r, 0) AS BIGINT) AS pos, CAST(get(r, 1) AS INT) AS shape, CAST(get(r, 2) AS INT) AS c0, get(r, 3) AS c1,"
                + " unbase64(get(r, 4)) AS c2 FROM "
                + ROWS
                + ") GROUP BY c0) AS s ON t.`id` = s.c0"
                + " WHEN MATCHED AND NOT (t.`na'me` <=> s.g0.c1 AND t.`bytes` <=> s.g0.c2)"
                + " THEN UPDATE SET t.`na'me` = s.g0.c1, t.`bytes` = s.g0.c2"
                + " WHEN NOT MATCHED THEN INSERT (`id`, `na'me`, `bytes`) VALUES (s.c0, s.g0.c1, s.g0.c2)");
  }

  @Test
  void merges_rows_of_several_shapes_column_by_column() {
    assertThat(new MergeSql(TABLE, batch(List.of(bits(0, 1, 2), bits(0, 2))), List.of(ID)).text())
        .contains(
            "max_by(struct(c1), pos) FILTER (WHERE shape IN (0)) AS g0, max_by(struct(c2), pos) AS g1",
            "UPDATE SET t.`na'me` = CASE WHEN s.g0 IS NULL THEN t.`na'me` ELSE s.g0.c1 END, t.`bytes` = s.g1.c2");
  }

  @Test
  void gives_rows_that_lack_a_column_its_default_and_not_null() {
    String typed =
        "SELECT CAST(get(r, 0) AS BIGINT) AS pos, CAST(get(r, 1) AS INT) AS shape, CAST(get(r, 2) AS INT) AS c0, ";
    RowBatch batch =
        new RowBatch(
            List.of(ID, STATUS), List.of(bits(0), bits(0, 1)), 0, 2, new InlineRows("[]"), true);

    assertThat(RowsSql.filled(batch))
        .isEqualTo(
            "("
                + typed
                + "CASE WHEN CAST(get(r, 1) AS INT) IN (1) THEN get(r, 3) ELSE CAST(('new') AS STRING) END AS c1 FROM "
                + ROWS
                + ")");
    assertThat(new MergeSql(TABLE, batch, List.of(ID)).text())
        .contains(
            typed + "get(r, 3) AS c1",
            "UPDATE SET t.`status` = CASE WHEN s.g0 IS NULL THEN t.`status` ELSE s.g0.c1 END",
            "VALUES (s.c0, CASE WHEN s.g0 IS NOT NULL THEN s.g0.c1 ELSE CAST(('new') AS STRING) END)");
  }

  @Test
  void leaves_a_column_that_no_row_has_to_the_table() {
    RowBatch batch = new RowBatch(List.of(ID), List.of(bits(0)), 0, 2, new InlineRows("[]"), false);

    assertThat(RowsSql.filled(batch)).isEqualTo(RowsSql.typed(batch));
    StagingTable staging = new StagingTable(ObjectName.parse("main.staging.s"));
    TargetTable table = new TargetTable(TABLE, List.of(ID, NAME, STATUS));
    List<String> without = List.of("id", "na'me");
    assertThat(staging.insert(batch, new StagedDefaults(() -> without).of(batch, table)))
        .as("the target got the column after the run began")
        .startsWith(
            "INSERT INTO `main`.`staging`.`s` (`id`, `_lakeroute_position`, `_lakeroute_rows`,"
                + " `_lakeroute_columns`) SELECT * FROM (SELECT c0, :first + pos AS p, ");
    assertThat(
            staging.insert(
                batch, new StagedDefaults(() -> List.of("id", "STATUS")).of(batch, table)))
        .as("another batch of the run may have it")
        .startsWith(
            "INSERT INTO `main`.`staging`.`s` (`id`, `status`, `_lakeroute_position`, `_lakeroute_rows`,"
                + " `_lakeroute_columns`) SELECT * FROM (SELECT c0, CAST(('new') AS STRING), :first + pos AS p, ");
  }

  @Test
  void does_not_read_the_staging_table_where_no_column_lacks_its_default() {
    RowBatch batch =
        new RowBatch(List.of(ID, STATUS), List.of(bits(0, 1)), 0, 1, new InlineRows("[]"), true);
    StagedDefaults defaults =
        new StagedDefaults(
            () -> {
              throw new AssertionError("read");
            });

    assertThat(defaults.of(batch, new TargetTable(TABLE, List.of(ID, NAME, STATUS)))).isEmpty();
  }

  @Test
  void names_staging_tables_by_target_and_run_alone() {
    StagingTable one = StagingTable.of(TABLE, "main", "staging", "run 1");

    assertThat(one).isEqualTo(StagingTable.of(TABLE, "main", "staging", "run 1"));
    assertThat(one.name().quoted())
        .matches("`main`\\.`staging`\\.`_lakeroute_staging_[0-9a-f]{8}_[0-9a-f]{20}`")
        .isNotEqualTo(StagingTable.of(TABLE, "main", "staging", "run 2").name().quoted());
    assertThat(one.name().object()).startsWith(StagingTable.prefix(TABLE));
  }

  @Test
  void publishes_rows_without_marks() {
    StagingTable staging = new StagingTable(ObjectName.parse("main.staging.s"));

    assertThat(staging.publish(TABLE, new LinkedHashSet<>(List.of("id", "na'me"))))
        .isEqualTo(
            "INSERT OVERWRITE `main`.`crm`.`le``ads` (`id`, `na'me`) SELECT `id`, `na'me` FROM `main`.`staging`.`s`"
                + " WHERE `_lakeroute_rows` IS NULL");
    assertThat(staging.create(new TargetTable(TABLE, List.of(ID, NAME))))
        .isEqualTo(
            "CREATE TABLE IF NOT EXISTS `main`.`staging`.`s` (`id` INT, `na'me` STRING, `_lakeroute_position` BIGINT,"
                + " `_lakeroute_rows` BIGINT, `_lakeroute_columns` STRING)");
  }

  private static RowBatch batch(List<BitSet> shapes) {
    return new RowBatch(List.of(ID, NAME, BYTES), shapes, 0, 1, new InlineRows("[]"), true);
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }
}
