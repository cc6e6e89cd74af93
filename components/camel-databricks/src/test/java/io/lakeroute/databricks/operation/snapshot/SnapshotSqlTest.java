// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.operation.snapshot.SnapshotSql.Wanted;
import io.lakeroute.databricks.result.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SnapshotSqlTest {

  private static final Instant SINCE = Instant.parse("2017-07-13T20:08:49Z");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Wanted ALL = new Wanted(Optional.empty(), Duration.ZERO, true, true);

  private static SnapshotTable table(Optional<String> timestamp, List<String> key, String filter) {
    return new SnapshotTable(
        ObjectName.parse("main.crm.leads"),
        List.of(new Column("id", "BIGINT"), new Column("at", "TIMESTAMP")),
        timestamp,
        Watermark.TIMESTAMP,
        Optional.empty(),
        key.isEmpty() ? List.of("id", "at") : key,
        !key.isEmpty(),
        Optional.ofNullable(filter));
  }

  private static final SnapshotTable KEYED = table(Optional.of("at"), List.of("id"), null);

  private static Position at(long version) {
    return Position.start(OptionalLong.of(version), Optional.empty());
  }

  private static Position from(long baseVersion, long version) {
    return Position.start(
        OptionalLong.of(version),
        Optional.of(new Position.Base(OptionalLong.of(baseVersion), Optional.of(NOON.toString()))));
  }

  @Test
  void reads_one_version_in_the_order_of_time_and_key() {
    assertThat(SnapshotSql.read(KEYED, ALL, at(5)).sql())
        .isEqualTo(
            "SELECT `id`, `at` FROM `main`.`crm`.`leads` VERSION AS OF 5"
                + " ORDER BY `at` NULLS LAST, `id`");
  }

  @Test
  void binds_since_and_keeps_rows_without_a_timestamp_only_where_they_are_wanted() {
    var with = new Wanted(Optional.of(SINCE), Duration.ZERO, true, true);
    var without = new Wanted(Optional.of(SINCE), Duration.ZERO, false, true);

    assertThat(SnapshotSql.read(KEYED, with, at(5)).sql())
        .contains(" WHERE (`at` > :since OR `at` IS NULL) ORDER");
    var statement = SnapshotSql.read(KEYED, without, at(5));
    assertThat(statement.sql()).contains(" WHERE `at` > :since ORDER");
    assertThat(statement.parameters()).isEqualTo(Map.of("since", SINCE));
    assertThat(
            SnapshotSql.read(KEYED, new Wanted(Optional.empty(), Duration.ZERO, false, true), at(5))
                .sql())
        .contains(" WHERE `at` IS NOT NULL ORDER");
  }

  @Test
  void goes_on_at_its_watermark_and_not_behind_it() {
    var statement = SnapshotSql.read(KEYED, ALL, at(5).after(Optional.of(NOON.toString()), 1, 1));

    assertThat(statement.sql())
        .isEqualTo(
            "SELECT `id`, `at` FROM `main`.`crm`.`leads` VERSION AS OF 5"
                + " WHERE (`at` >= :reached OR `at` IS NULL) ORDER BY `at` NULLS LAST, `id`");
    assertThat(statement.parameters()).isEqualTo(Map.of("reached", NOON));
    assertThat(SnapshotSql.read(KEYED, ALL, at(5).after(Optional.empty(), 1, 1)).sql())
        .contains(" WHERE `at` IS NULL ORDER");
  }

  @Test
  void takes_from_the_overlap_what_the_version_before_did_not_have() {
    var wanted = new Wanted(Optional.empty(), Duration.ofHours(1), false, true);
    var statement = SnapshotSql.read(KEYED, wanted, from(5, 6));

    assertThat(statement.sql())
        .isEqualTo(
            "SELECT `id`, `at` FROM (SELECT `id`, `at` FROM `main`.`crm`.`leads` VERSION AS OF 6"
                + " WHERE `at` >= :low)"
                + " LEFT ANTI JOIN (SELECT `id` AS `_before_0`, `at` AS `_before_1`"
                + " FROM `main`.`crm`.`leads` VERSION AS OF 5 WHERE `at` BETWEEN :low AND :high)"
                + " ON `id` <=> `_before_0` AND `at` <=> `_before_1`"
                + " ORDER BY `at` NULLS LAST, `id`");
    assertThat(statement.parameters())
        .isEqualTo(Map.of("low", NOON.minus(Duration.ofHours(1)), "high", NOON));
  }

  @Test
  void numbers_copies_of_a_row_where_there_is_no_key() {
    var statement =
        SnapshotSql.read(table(Optional.of("at"), List.of(), "id > 3"), ALL, from(5, 6));

    assertThat(statement.ordinals()).isTrue();
    assertThat(statement.sql())
        .isEqualTo(
            "SELECT `id`, `at`, `_ordinal` FROM (SELECT `id`, `at`,"
                + " ROW_NUMBER() OVER (PARTITION BY `id`, `at` ORDER BY 1) - 1 AS `_ordinal`"
                + " FROM `main`.`crm`.`leads` VERSION AS OF 6 WHERE (`at` >= :low OR `at` IS NULL)"
                + " AND ((id > 3\n)))"
                + " LEFT ANTI JOIN (SELECT `id` AS `_before_0`, `at` AS `_before_1`,"
                + " ROW_NUMBER() OVER (PARTITION BY `id`, `at` ORDER BY 1) - 1 AS `_before_2`"
                + " FROM `main`.`crm`.`leads` VERSION AS OF 5"
                + " WHERE (`at` BETWEEN :low AND :high OR `at` IS NULL) AND ((id > 3\n)))"
                + " ON `id` <=> `_before_0` AND `at` <=> `_before_1` AND `_ordinal` = `_before_2`"
                + " ORDER BY `at` NULLS LAST, `id`, `_ordinal`");
  }

  @Test
  void compares_rows_without_a_timestamp_where_the_version_before_had_no_other() {
    Position untimed =
        Position.start(
            OptionalLong.of(6),
            Optional.of(new Position.Base(OptionalLong.of(5), Optional.empty())));
    var ignoring = new Wanted(Optional.empty(), Duration.ZERO, false, true);

    assertThat(SnapshotSql.read(KEYED, ALL, untimed).sql())
        .isEqualTo(
            "SELECT `id`, `at` FROM (SELECT `id`, `at` FROM `main`.`crm`.`leads` VERSION AS OF 6)"
                + " LEFT ANTI JOIN (SELECT `id` AS `_before_0`, `at` AS `_before_1`"
                + " FROM `main`.`crm`.`leads` VERSION AS OF 5 WHERE `at` IS NULL)"
                + " ON `id` <=> `_before_0` AND `at` <=> `_before_1`"
                + " ORDER BY `at` NULLS LAST, `id`");
    assertThat(SnapshotSql.read(KEYED, ignoring, untimed).sql())
        .isEqualTo(
            "SELECT `id`, `at` FROM `main`.`crm`.`leads` VERSION AS OF 6"
                + " WHERE `at` IS NOT NULL ORDER BY `at` NULLS LAST, `id`");
  }

  @Test
  void names_of_its_own_are_those_of_no_column() {
    var columns =
        List.of(
            new Column("_Ordinal", "INT"),
            new Column("__ordinal", "INT"),
            new Column("_before_1", "INT"),
            new Column("at", "TIMESTAMP"));
    var table =
        new SnapshotTable(
            ObjectName.parse("main.crm.leads"),
            columns,
            Optional.of("at"),
            Watermark.TIMESTAMP,
            Optional.empty(),
            columns.stream().map(Column::name).toList(),
            false,
            Optional.empty());

    assertThat(SnapshotSql.read(table, ALL, from(5, 6)).sql())
        .endsWith(
            " ON `_Ordinal` <=> `_before_0` AND `__ordinal` <=> `__before_1`"
                + " AND `_before_1` <=> `_before_2` AND `at` <=> `_before_3`"
                + " AND `___ordinal` = `_before_4`"
                + " ORDER BY `at` NULLS LAST, `_Ordinal`, `__ordinal`, `_before_1`, `___ordinal`");
  }

  @Test
  void counts_by_a_key_of_any_name() {
    var table =
        new SnapshotTable(
            ObjectName.parse("main.crm.leads"),
            List.of(new Column("a ORDER BY b", "INT")),
            Optional.empty(),
            Watermark.TIMESTAMP,
            Optional.empty(),
            List.of("a ORDER BY b"),
            true,
            Optional.of("true -- all"));

    assertThat(SnapshotSql.count(table, ALL, at(5)).sql())
        .isEqualTo(
            "SELECT count(*) FROM (SELECT `a ORDER BY b` FROM `main`.`crm`.`leads`"
                + " VERSION AS OF 5 WHERE ((true -- all\n)))");
  }

  @Test
  void repeats_the_overlap_where_the_version_before_cannot_be_read() {
    var wanted = new Wanted(Optional.empty(), Duration.ofMinutes(1), false, false);

    assertThat(SnapshotSql.read(KEYED, wanted, from(5, 6)).sql())
        .isEqualTo(
            "SELECT `id`, `at` FROM `main`.`crm`.`leads` VERSION AS OF 6"
                + " WHERE `at` >= :low ORDER BY `at` NULLS LAST, `id`");
  }

  @Test
  void orders_by_key_alone_where_no_column_tells_the_time() {
    assertThat(SnapshotSql.read(table(Optional.empty(), List.of("id"), null), ALL, at(5)).sql())
        .endsWith(" VERSION AS OF 5 ORDER BY `id`");
  }

  @Test
  void reads_a_view_as_it_is() {
    Position view = Position.start(OptionalLong.empty(), Optional.empty());
    assertThat(SnapshotSql.read(KEYED, ALL, view).sql())
        .isEqualTo("SELECT `id`, `at` FROM `main`.`crm`.`leads` ORDER BY `at` NULLS LAST, `id`");
  }

  @Test
  void counts_what_it_would_read() {
    assertThat(
            SnapshotSql.count(table(Optional.of("at"), List.of("id"), "id > 3"), ALL, at(5)).sql())
        .isEqualTo(
            "SELECT count(*) FROM (SELECT `id`, `at` FROM `main`.`crm`.`leads` VERSION AS OF 5"
                + " WHERE ((id > 3\n)))");
    assertThat(SnapshotSql.count(KEYED, ALL, from(5, 6)).sql()).doesNotContain(" ORDER BY `at`");
  }

  @Test
  void counts_rows_without_a_timestamp() {
    assertThat(SnapshotSql.untimed(KEYED, OptionalLong.of(5)).sql())
        .isEqualTo("SELECT count(*) FROM `main`.`crm`.`leads` VERSION AS OF 5 WHERE `at` IS NULL");
  }
}
