// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.name.ObjectName;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The SQL that turns the texts of a batch's rows into typed rows. Stateless.
 *
 * <p>Every value is a text there, and is made its column's type by CAST, {@code unbase64}, {@code
 * parse_json} or {@code from_json}: all of them have been given texts of which they make exactly
 * the value that was checked.
 */
public final class RowsSql {

  private static final String POSITION = "CAST(get(r, 0) AS BIGINT)";
  private static final String SHAPE = "CAST(get(r, 1) AS INT)";
  private static final int FIRST = 2;

  private RowsSql() {}

  /** The parameters of a statement with a batch: those that the rows need, then others. */
  public static List<StatementParameterListItem> parameters(
      RowBatch batch, StatementParameterListItem... others) {
    return Stream.concat(batch.source().parameters().stream(), Stream.of(others)).toList();
  }

  /**
   * A query with the columns {@code pos}, {@code shape} and {@code c0}, {@code c1} and so on. A
   * column that a row lacks is NULL.
   */
  public static String typed(RowBatch batch) {
    return typed(batch, false);
  }

  /** The same, but a column that a row lacks has its default, as in a batch without others. */
  public static String filled(RowBatch batch) {
    return typed(batch, true);
  }

  private static String typed(RowBatch batch, boolean filled) {
    StringJoiner columns = new StringJoiner(", ");
    columns.add(POSITION + " AS pos").add(SHAPE + " AS shape");
    for (int i = 0; i < batch.columns().size(); i++) {
      TargetColumn column = batch.columns().get(i);
      String value = column.type().expression("get(r, " + (FIRST + i) + ")");
      BitSet with = shapesWith(batch, i);
      boolean lacking = filled && with.cardinality() < batch.shapes().size();
      columns.add(
          (lacking ? orDefault(column, SHAPE + " IN (" + list(with) + ")", value) : value)
              + " AS "
              + alias(i));
    }
    return "(SELECT " + columns + " FROM " + batch.source().relation() + ")";
  }

  /** A value where the condition holds, else what a new row gets that lacks the column. */
  public static String orDefault(TargetColumn column, String condition, String value) {
    return column
        .missing()
        .expression()
        .map(other -> "CASE WHEN " + condition + " THEN " + value + " ELSE " + other + " END")
        .orElse(value);
  }

  public static String list(BitSet shapes) {
    return shapes.stream().mapToObj(Integer::toString).collect(Collectors.joining(", "));
  }

  /** What {@link #typed} calls the column at that position. */
  public static String alias(int position) {
    return "c" + position;
  }

  public static String aliases(RowBatch batch) {
    return IntStream.range(0, batch.columns().size())
        .mapToObj(RowsSql::alias)
        .collect(Collectors.joining(", "));
  }

  /** The table's names of the batch's columns. */
  public static String names(RowBatch batch) {
    return names(batch.columns().stream().map(TargetColumn::name).toList());
  }

  public static String names(List<String> columns) {
    return columns.stream().map(ObjectName::quote).collect(Collectors.joining(", "));
  }

  /** The shapes of rows that have the column at that position. */
  public static BitSet shapesWith(RowBatch batch, int position) {
    BitSet with = new BitSet();
    for (int shape = 0; shape < batch.shapes().size(); shape++) {
      with.set(shape, batch.shapes().get(shape).get(position));
    }
    return with;
  }
}
