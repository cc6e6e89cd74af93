// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.BodyReader;
import io.lakeroute.databricks.staging.RowBatch;
import io.lakeroute.databricks.staging.RowsSql;
import io.lakeroute.databricks.staging.TargetColumn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The MERGE of one batch. For one use. */
final class MergeSql {

  private final ObjectName table;
  private final RowBatch batch;
  private final List<Integer> keys = new ArrayList<>();
  private final Map<BitSet, Group> groups = new LinkedHashMap<>();

  /**
   * Columns that the same rows have. The last value of each is taken of the last row that has them.
   *
   * @param name of the struct that holds them
   * @param always whether every row has them
   */
  private record Group(String name, List<Integer> columns, boolean always) {}

  MergeSql(ObjectName table, RowBatch batch, List<TargetColumn> keyColumns) {
    this.table = table;
    this.batch = batch;
    List<String> names = batch.columns().stream().map(TargetColumn::name).toList();
    for (TargetColumn key : keyColumns) {
      int position = names.indexOf(key.name());
      if (position < 0
          || RowsSql.shapesWith(batch, position).cardinality() < batch.shapes().size()) {
        throw BodyReader.invalid(
            "A row lacks the key '"
                + key.name()
                + "', so nothing tells which row of "
                + table
                + " it is. Nothing of its batch was written.");
      }
      keys.add(position);
    }
    for (int i = 0; i < names.size(); i++) {
      if (!keys.contains(i)) {
        BitSet shapes = RowsSql.shapesWith(batch, i);
        groups
            .computeIfAbsent(
                shapes,
                s ->
                    new Group(
                        "g" + groups.size(),
                        new ArrayList<>(),
                        s.cardinality() == batch.shapes().size()))
            .columns()
            .add(i);
      }
    }
  }

  String text() {
    StringBuilder sql = new StringBuilder();
    sql.append("MERGE INTO ").append(table.quoted()).append(" AS t USING ").append(source());
    sql.append(" AS s ON ")
        .append(keys.stream().map(k -> "t." + name(k) + " = s." + RowsSql.alias(k)).collect(and()));
    List<Integer> updated =
        groups.values().stream().flatMap(group -> group.columns().stream()).sorted().toList();
    if (!updated.isEmpty()) {
      sql.append(" WHEN MATCHED").append(changed(updated)).append(" THEN UPDATE SET ");
      sql.append(
          updated.stream()
              .map(i -> "t." + name(i) + " = " + kept(i))
              .collect(Collectors.joining(", ")));
    }
    sql.append(" WHEN NOT MATCHED THEN INSERT (").append(RowsSql.names(batch)).append(") VALUES (");
    for (int i = 0; i < batch.columns().size(); i++) {
      sql.append(i == 0 ? "" : ", ").append(keys.contains(i) ? "s." + RowsSql.alias(i) : added(i));
    }
    return sql.append(")").toString();
  }

  /** One row for each key, with a struct for each group of columns. */
  private String source() {
    String keyList = keys.stream().map(RowsSql::alias).collect(Collectors.joining(", "));
    StringBuilder sql = new StringBuilder("(SELECT ").append(keyList);
    groups.forEach(
        (shapes, group) ->
            sql.append(", max_by(struct(")
                .append(
                    group.columns().stream().map(RowsSql::alias).collect(Collectors.joining(", ")))
                .append("), pos)")
                .append(
                    group.always() ? "" : " FILTER (WHERE shape IN (" + RowsSql.list(shapes) + "))")
                .append(" AS ")
                .append(group.name()));
    return sql.append(" FROM ")
        .append(RowsSql.typed(batch))
        .append(" GROUP BY ")
        .append(keyList)
        .append(")")
        .toString();
  }

  /** Leaves equal rows alone, where all columns can be compared. */
  private String changed(List<Integer> updated) {
    if (!updated.stream().allMatch(i -> batch.columns().get(i).type().comparable())) {
      return "";
    }
    return " AND NOT ("
        + updated.stream().map(i -> "t." + name(i) + " <=> " + kept(i)).collect(and())
        + ")";
  }

  private static java.util.stream.Collector<CharSequence, ?, String> and() {
    return Collectors.joining(" AND ");
  }

  private String given(int column) {
    return "s." + group(column).name() + "." + RowsSql.alias(column);
  }

  /** The new value, or the default where no row of the key has the column. */
  private String added(int column) {
    Group group = group(column);
    return group.always()
        ? given(column)
        : RowsSql.orDefault(
            batch.columns().get(column), "s." + group.name() + " IS NOT NULL", given(column));
  }

  /** The new value, or the old one where no row of the key has the column. */
  private String kept(int column) {
    Group group = group(column);
    return group.always()
        ? given(column)
        : "CASE WHEN s."
            + group.name()
            + " IS NULL THEN t."
            + name(column)
            + " ELSE "
            + given(column)
            + " END";
  }

  private Group group(int column) {
    return groups.get(RowsSql.shapesWith(batch, column));
  }

  private String name(int column) {
    return ObjectName.quote(batch.columns().get(column).name());
  }
}
