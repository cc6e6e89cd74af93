// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.SqlText;
import io.lakeroute.databricks.staging.StagingTable;
import io.lakeroute.databricks.staging.TargetColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * The statements that publish a run, each one commit. Immutable.
 *
 * @param target that is published to
 * @param columns of the run
 * @param audience that the table is for
 */
record PublishSql(
    ObjectName target, StagedRun run, List<TargetColumn> columns, Optional<String> audience) {

  /** Which audience a table was created for: a-b and a_b have one name for their tables. */
  static final String AUDIENCE_PROPERTY = "lakeroute.audience";

  /** Proves, in the properties of a table, which run created it. */
  static final String RUN_PROPERTY = "lakeroute.run";

  /** The default of to_json is milliseconds. */
  private static final String MICROSECONDS =
      "map('timestampFormat', %s, 'timestampNTZFormat', %s)"
          .formatted(
              SqlText.literal("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"),
              SqlText.literal("yyyy-MM-dd'T'HH:mm:ss.SSSSSS"));

  private static final Collector<CharSequence, ?, String> COMMA = Collectors.joining(", ");

  /** For a table that is not there yet. */
  String create(boolean columnMapping) {
    Map<String, String> properties = new TreeMap<>();
    if (columnMapping) {
      properties.put("delta.columnMapping.mode", "name");
    }
    return "CREATE TABLE " + as(Optional.empty(), properties);
  }

  /** For a table that gets other columns. */
  String createOrReplace(Optional<String> comment, Map<String, String> properties) {
    return "CREATE OR REPLACE TABLE " + as(comment, properties);
  }

  private String as(Optional<String> comment, Map<String, String> properties) {
    Map<String, String> all = new TreeMap<>(properties);
    all.put(RUN_PROPERTY, run.runId());
    audience.ifPresent(name -> all.put(AUDIENCE_PROPERTY, name));
    return "%s%s TBLPROPERTIES (%s) AS SELECT %s FROM %s"
        .formatted(
            target.quoted(),
            comment.map(text -> " COMMENT " + SqlText.literal(text)).orElse(""),
            all.entrySet().stream()
                .map(
                    each ->
                        SqlText.literal(each.getKey()) + " = " + SqlText.literal(each.getValue()))
                .collect(COMMA),
            names(),
            staging());
  }

  /** Columns of the table that the run lacks become NULL, or what their defaults are. */
  String overwrite() {
    return "INSERT OVERWRITE %s (%s) SELECT %s FROM %s"
        .formatted(target.quoted(), names(), names(), staging());
  }

  String addColumns(List<TargetColumn> added) {
    return "ALTER TABLE %s ADD COLUMNS (%s)"
        .formatted(
            target.quoted(),
            added.stream()
                .map(column -> ObjectName.quote(column.name()) + " " + column.type().sql())
                .collect(COMMA));
  }

  /**
   * Changes what differs by key: rows that are equal are left alone, so that the change data feed
   * carries the differences only.
   *
   * @param missing columns of the table that the run lacks
   */
  String merge(List<String> keys, List<TargetColumn> missing) {
    List<String> same = new ArrayList<>();
    List<String> set = new ArrayList<>();
    for (TargetColumn column : columns) {
      if (keys.stream().noneMatch(column.name()::equalsIgnoreCase)) {
        String name = ObjectName.quote(column.name());
        same.add(comparable("t." + name, column) + " <=> " + comparable("s." + name, column));
        set.add("t.%1$s = s.%1$s".formatted(name));
      }
    }
    for (TargetColumn column : missing) {
      Optional<String> value = column.missing().expression();
      if (!column.missing().constant() || (value.isPresent() && !column.type().writable())) {
        continue; // The table fills it in new rows; in others it would differ with every run.
      }
      String name = "t." + ObjectName.quote(column.name());
      same.add(
          value
              .map(each -> comparable(name, column) + " <=> " + comparable(each, column))
              .orElse(name + " IS NULL"));
      set.add(name + " = " + value.orElse("NULL"));
    }
    return "MERGE INTO %s AS t USING %s AS s ON %s%s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s) WHEN NOT MATCHED BY SOURCE THEN DELETE"
        .formatted(
            target.quoted(),
            staging(),
            on(keys),
            set.isEmpty()
                ? ""
                : " WHEN MATCHED AND NOT (%s) THEN UPDATE SET %s"
                    .formatted(String.join(" AND ", same), String.join(", ", set)),
            names(),
            columns.stream().map(column -> "s." + ObjectName.quote(column.name())).collect(COMMA));
  }

  /** A value that can be compared: JSON text where its type cannot, to the microsecond. */
  private static String comparable(String value, TargetColumn column) {
    return column.type().comparable() ? value : "to_json(" + value + ", " + MICROSECONDS + ")";
  }

  /**
   * Counts what a publish changes by key: one row with {@code entered}, {@code left} and {@code
   * kept}.
   *
   * @param version of the table
   */
  String difference(List<String> keys, long version) {
    return "SELECT count_if(t._lakeroute_there IS NULL) AS entered, count_if(s._lakeroute_there IS NULL) AS `left`, count_if(t._lakeroute_there AND s._lakeroute_there) AS kept FROM (SELECT %1$s, true AS _lakeroute_there FROM %2$s) AS s FULL OUTER JOIN (SELECT %1$s, true AS _lakeroute_there FROM %3$s VERSION AS OF %4$s) AS t ON %5$s"
        .formatted(
            keys.stream().map(ObjectName::quote).collect(COMMA),
            staging(),
            target.quoted(),
            version,
            on(keys));
  }

  private static String on(List<String> keys) {
    return keys.stream()
        .map(key -> "t.%1$s = s.%1$s".formatted(ObjectName.quote(key)))
        .collect(Collectors.joining(" AND "));
  }

  private String names() {
    return columns.stream().map(column -> ObjectName.quote(column.name())).collect(COMMA);
  }

  private String staging() {
    StagingTable table = run.staging();
    return table.name().quoted();
  }
}
