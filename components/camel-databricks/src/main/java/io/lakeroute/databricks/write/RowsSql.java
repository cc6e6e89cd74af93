package io.lakeroute.databricks.write;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import io.lakeroute.databricks.catalog.ObjectName;
import io.lakeroute.databricks.dml.ChangeStatement;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The SQL that turns the rows of a batch, which travel as one parameter, into typed rows.
 * Stateless.
 *
 * <p>Every value is a text there, and is made its column's type by CAST, {@code unbase64}, {@code
 * parse_json} or {@code from_json}: all of them have been given texts of which they make exactly
 * the value that was checked.
 */
final class RowsSql {

  private static final String UNPACKED =
      "(SELECT posexplode(from_json(:rows, 'ARRAY<ARRAY<STRING>>', map('mode', 'FAILFAST'))) AS (pos, r))";

  private RowsSql() {}

  static StatementParameterListItem parameter(RowBatch batch) {
    return ChangeStatement.parameter("rows", "STRING", batch.json());
  }

  /** A query with the columns {@code pos}, {@code shape} and {@code c0}, {@code c1} and so on. */
  static String typed(RowBatch batch) {
    StringJoiner columns = new StringJoiner(", ");
    columns.add("pos").add("CAST(get(r, 0) AS INT) AS shape");
    for (int i = 0; i < batch.columns().size(); i++) {
      columns.add(
          batch.columns().get(i).type().expression("get(r, " + (i + 1) + ")") + " AS " + alias(i));
    }
    return "(SELECT " + columns + " FROM " + UNPACKED + ")";
  }

  /** What {@link #typed} calls the column at that position. */
  static String alias(int position) {
    return "c" + position;
  }

  static String aliases(RowBatch batch) {
    return IntStream.range(0, batch.columns().size())
        .mapToObj(RowsSql::alias)
        .collect(Collectors.joining(", "));
  }

  /** The table's names of the batch's columns. */
  static String names(RowBatch batch) {
    return names(batch.columns().stream().map(TargetColumn::name).toList());
  }

  static String names(List<String> columns) {
    return columns.stream().map(ObjectName::quote).collect(Collectors.joining(", "));
  }

  /** The shapes of rows that have the column at that position. */
  static BitSet shapesWith(RowBatch batch, int position) {
    BitSet with = new BitSet();
    for (int shape = 0; shape < batch.shapes().size(); shape++) {
      with.set(shape, batch.shapes().get(shape).get(position));
    }
    return with;
  }
}
