package io.lakeroute.databricks.snapshot;

import static io.lakeroute.databricks.catalog.ObjectName.quote;

import io.lakeroute.databricks.result.Column;
import java.time.Duration;
import java.time.temporal.Temporal;
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
final class SnapshotSql {

  /** Tells copies of a row without a key apart, where the order of the rows cannot. */
  static final String ORDINAL = "_ordinal";

  private SnapshotSql() {}

  /**
   * A statement with named parameters.
   *
   * @param ordinals whether it selects {@link #ORDINAL} behind the columns
   * @param comparing whether it compares two versions
   */
  record Statement(
      String sql, Map<String, Object> parameters, boolean ordinals, boolean comparing) {}

  /**
   * Which rows of a version are wanted.
   *
   * @param since rows with a later timestamp only
   * @param overlap how far back from the base's watermark rows may still come in
   * @param nulls whether rows without a timestamp are wanted
   * @param exact whether rows of the overlap that the base's version had already are left out
   */
  record Wanted(Optional<Object> since, Duration overlap, boolean nulls, boolean exact) {}

  /** The rows from a position on, in total order. */
  static Statement read(SnapshotTable table, Wanted wanted, Position position) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    boolean difference =
        wanted.exact()
            && position.base().flatMap(Position.Base::watermark).isPresent()
            && position.base().get().version().isPresent();
    String rows =
        difference
            ? difference(table, wanted, position, parameters)
            : table(table, position.version())
                + where(conditions(table, wanted, position, parameters));
    boolean ordinals = difference && !table.keyed();
    String sql =
        "SELECT "
            + columns(table)
            + (ordinals ? ", " + quote(ORDINAL) : "")
            + " FROM "
            + rows
            + (difference ? where(resume(table, position, parameters)) : "")
            + " ORDER BY "
            + order(table)
            + (ordinals ? ", " + quote(ORDINAL) : "");
    return new Statement(sql, parameters, ordinals, difference);
  }

  /** Counts the rows that {@link #read} gives from the same position on. */
  static Statement count(SnapshotTable table, Wanted wanted, Position position) {
    Statement read = read(table, wanted, position);
    return new Statement(
        "SELECT count(*) FROM ("
            + read.sql().substring(0, read.sql().lastIndexOf(" ORDER BY "))
            + ")",
        read.parameters(),
        false,
        read.comparing());
  }

  /** Counts the rows of a version that have no timestamp and pass the filter. */
  static Statement untimed(SnapshotTable table, OptionalLong version) {
    List<String> conditions = new ArrayList<>();
    conditions.add(quote(table.timestamp().orElseThrow()) + " IS NULL");
    table.filter().ifPresent(f -> conditions.add("(" + f + ")"));
    return new Statement(
        "SELECT count(*) FROM " + table(table, version) + where(conditions),
        Map.of(),
        false,
        false);
  }

  /** Rows after the base's watermark, and those up to it that its version did not have. */
  private static String difference(
      SnapshotTable table, Wanted wanted, Position position, Map<String, Object> parameters) {
    Position.Base base = position.base().orElseThrow();
    Temporal watermark = table.kind().value(base.watermark().orElseThrow());
    parameters.put("low", table.kind().minus(watermark, wanted.overlap()));
    parameters.put("high", watermark);
    String column = quote(table.timestamp().orElseThrow());
    List<String> overlapping = new ArrayList<>();
    overlapping.add(
        (wanted.nulls() ? "(" : "")
            + column
            + " BETWEEN :low AND :high"
            + (wanted.nulls() ? " OR " + column + " IS NULL)" : ""));
    since(table, wanted, parameters).ifPresent(overlapping::add);
    table.filter().ifPresent(f -> overlapping.add("(" + f + ")"));
    List<String> later = new ArrayList<>();
    later.add(column + " > :high");
    since(table, wanted, parameters).ifPresent(later::add);
    table.filter().ifPresent(f -> later.add("(" + f + ")"));
    String numbered = table.keyed() ? "" : ", " + ordinal(table);
    String none = table.keyed() ? "" : ", CAST(NULL AS BIGINT) AS " + quote(ORDINAL);
    return "((SELECT "
        + columns(table)
        + numbered
        + " FROM "
        + table(table, position.version())
        + where(overlapping)
        + " EXCEPT ALL SELECT "
        + columns(table)
        + numbered
        + " FROM "
        + table(table, base.version())
        + where(overlapping)
        + ") UNION ALL SELECT "
        + columns(table)
        + none
        + " FROM "
        + table(table, position.version())
        + where(later)
        + ")";
  }

  private static List<String> conditions(
      SnapshotTable table, Wanted wanted, Position position, Map<String, Object> parameters) {
    List<String> all = range(table, wanted, position, parameters);
    table.filter().ifPresent(f -> all.add("(" + f + ")"));
    all.addAll(resume(table, position, parameters));
    return all;
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

  private static String columns(SnapshotTable table) {
    return table.columns().stream()
        .map(column -> quote(column.name()))
        .collect(Collectors.joining(", "));
  }

  private static String ordinal(SnapshotTable table) {
    return "ROW_NUMBER() OVER (PARTITION BY "
        + columns(table)
        + " ORDER BY 1) - 1 AS "
        + quote(ORDINAL);
  }

  private static String order(SnapshotTable table) {
    List<String> order = new ArrayList<>();
    table.timestamp().ifPresent(t -> order.add(quote(t) + " NULLS LAST"));
    List<String> rest =
        table.keyed() ? table.key() : table.columns().stream().map(Column::name).toList();
    rest.stream()
        .filter(column -> !table.timestamp().equals(Optional.of(column)))
        .forEach(column -> order.add(quote(column)));
    return String.join(", ", order);
  }
}
