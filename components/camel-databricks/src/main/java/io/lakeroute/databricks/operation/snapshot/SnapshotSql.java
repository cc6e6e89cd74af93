// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static io.lakeroute.databricks.name.ObjectName.quote;

import io.lakeroute.databricks.operation.ScheduledReader;
import io.lakeroute.databricks.run.ComparableForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Writes the statements of a snapshot import: values are parameters, identifiers are quoted. The
 * user's own filter stands in brackets as it was written. Stateless.
 */
public final class SnapshotSql {

  private SnapshotSql() {}

  /**
   * A statement with named parameters.
   *
   * @param ordinals whether it selects, behind the columns, a number that tells copies of a row
   *     apart
   * @param comparing whether it compares two versions
   */
  public record Statement(
      String sql, Map<String, Object> parameters, boolean ordinals, boolean comparing) {}

  /**
   * Which rows of a version are wanted.
   *
   * @param since rows with a later timestamp only
   * @param overlap how far back from the base's watermark rows may still come in
   * @param nulls whether rows without a timestamp are wanted
   * @param exact whether rows that the base's version had already are left out
   */
  record Wanted(Optional<Object> since, Duration overlap, boolean nulls, boolean exact) {}

  /** The parts of a statement; without conditions and order they are a table of rows. */
  private record Parts(
      String columns,
      String rows,
      String order,
      Map<String, Object> parameters,
      boolean ordinals,
      boolean comparing) {

    Statement read() {
      return statement(select() + " ORDER BY " + order, ordinals);
    }

    Statement count() {
      return statement("SELECT count(*) FROM (" + select() + ")", false);
    }

    private String select() {
      return "SELECT " + columns + " FROM " + rows;
    }

    private Statement statement(String sql, boolean numbered) {
      return new Statement(sql, parameters, numbered, comparing);
    }
  }

  /** The rows from a position on, in total order. */
  static Statement read(SnapshotTable table, Wanted wanted, Position position) {
    return parts(table, wanted, position).read();
  }

  /** Counts the rows that {@link #read} gives from the same position on. */
  static Statement count(SnapshotTable table, Wanted wanted, Position position) {
    return parts(table, wanted, position).count();
  }

  private static Parts parts(SnapshotTable table, Wanted wanted, Position position) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    String rows =
        table(table, position.version()) + where(conditions(table, wanted, position, parameters));
    if (!comparable(table, wanted, position)) {
      return new Parts(columns(table), rows, order(table), parameters, false, false);
    }
    VersionDifference difference = new VersionDifference(table);
    String before =
        table(table, position.base().orElseThrow().version())
            + where(overlapping(table, wanted, position, parameters));
    return new Parts(
        columns(table) + difference.ordinals(),
        difference.rows(rows, before),
        order(table) + difference.ordinals(),
        parameters,
        !table.keyed(),
        true);
  }

  /**
   * Whether the base's version may hold rows of the range: those up to its watermark and, where
   * they are wanted, those without a timestamp.
   */
  private static boolean comparable(SnapshotTable table, Wanted wanted, Position position) {
    return wanted.exact()
        && table.timestamp().isPresent()
        && position.base().filter(base -> base.version().isPresent()).isPresent()
        && (wanted.nulls() || position.base().flatMap(Position.Base::watermark).isPresent());
  }

  /** Counts the rows of a version that have no timestamp and pass the filter. */
  static Statement untimed(SnapshotTable table, OptionalLong version) {
    List<String> conditions = new ArrayList<>();
    conditions.add(quote(table.timestamp().orElseThrow()) + " IS NULL");
    filter(table).ifPresent(conditions::add);
    return new Statement(
        "SELECT count(*) FROM " + table(table, version) + where(conditions),
        Map.of(),
        false,
        false);
  }

  /** The rows of the base's version that may be in the range of this one. */
  private static List<String> overlapping(
      SnapshotTable table, Wanted wanted, Position position, Map<String, Object> parameters) {
    String column = quote(table.timestamp().orElseThrow());
    Optional<String> reached = position.base().flatMap(Position.Base::watermark);
    List<String> all = new ArrayList<>();
    since(table, wanted, parameters).ifPresent(all::add);
    if (reached.isPresent()) {
      parameters.put("high", table.kind().value(reached.get()));
      all.add(orUntimed(table, wanted.nulls(), " BETWEEN :low AND :high"));
    } else {
      all.add(column + " IS NULL");
    }
    filter(table).ifPresent(all::add);
    return all;
  }

  private static List<String> conditions(
      SnapshotTable table, Wanted wanted, Position position, Map<String, Object> parameters) {
    List<String> all = range(table, wanted, position, parameters);
    filter(table).ifPresent(all::add);
    all.addAll(resume(table, position, parameters));
    return all;
  }

  private static Optional<String> filter(SnapshotTable table) {
    return table.filter().map(ScheduledReader::bracketed);
  }

  /** The range of a run in timestamps, wherever in it the run stands. */
  private static List<String> range(
      SnapshotTable table, Wanted wanted, Position position, Map<String, Object> parameters) {
    List<String> all = new ArrayList<>();
    since(table, wanted, parameters).ifPresent(all::add);
    Optional<String> reached = position.base().flatMap(Position.Base::watermark);
    if (table.timestamp().isPresent() && reached.isPresent()) {
      parameters.put(
          "low", table.kind().minus(table.kind().value(reached.get()), wanted.overlap()));
      all.add(orUntimed(table, wanted.nulls(), " >= :low"));
    } else if (table.timestamp().isPresent() && !wanted.nulls() && wanted.since().isEmpty()) {
      all.add(quote(table.timestamp().get()) + " IS NOT NULL");
    }
    return all;
  }

  private static Optional<String> since(
      SnapshotTable table, Wanted wanted, Map<String, Object> parameters) {
    return wanted
        .since()
        .filter(value -> table.timestamp().isPresent())
        .map(
            value -> {
              parameters.put("since", value);
              return orUntimed(table, wanted.nulls(), " > :since");
            });
  }

  private static String orUntimed(SnapshotTable table, boolean nulls, String comparison) {
    String column = quote(table.timestamp().orElseThrow());
    return nulls ? "(" + column + comparison + " OR " + column + " IS NULL)" : column + comparison;
  }

  /** Leaves out what lies before the position; rows at its watermark are skipped by the reader. */
  private static List<String> resume(
      SnapshotTable table, Position position, Map<String, Object> parameters) {
    List<String> all = new ArrayList<>();
    if (table.timestamp().isEmpty()) {
      return all;
    }
    String column = quote(table.timestamp().get());
    if (position.withoutTimestamp()) {
      all.add(column + " IS NULL");
    } else if (position.watermark().isPresent()) {
      parameters.put("reached", table.kind().value(position.watermark().get()));
      all.add("(" + column + " >= :reached OR " + column + " IS NULL)");
    }
    return all;
  }

  private static String table(SnapshotTable table, OptionalLong version) {
    return table.name().quoted()
        + (version.isPresent() ? " VERSION AS OF " + version.getAsLong() : "");
  }

  private static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  static String columns(SnapshotTable table) {
    return table.columns().stream()
        .map(column -> quote(column.name()))
        .collect(Collectors.joining(", "));
  }

  private static String order(SnapshotTable table) {
    List<String> order = new ArrayList<>();
    table.timestamp().ifPresent(t -> order.add(quote(t) + " NULLS LAST"));
    table.key().stream()
        .filter(name -> !table.timestamp().equals(Optional.of(name)))
        .flatMap(name -> table.columns().stream().filter(c -> c.name().equals(name)))
        .map(ComparableForm::of)
        .forEach(order::add);
    return String.join(", ", order);
  }
}
