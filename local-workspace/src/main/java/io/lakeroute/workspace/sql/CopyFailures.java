// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What COPY INTO fails with, in Databricks' error classes; stateless. */
final class CopyFailures {

  private CopyFailures() {}

  /** Whether Spark failed with this error class. */
  static boolean is(Exception e, String errorClass) {
    return e instanceof SparkThrowable failure && errorClass.equals(failure.getCondition());
  }

  static SqlFailure noTable(String quoted) {
    return SqlFailure.of(
        "DELTA_MISSING_DELTA_TABLE_COPY_INTO",
        "42P01",
        "Table doesn't exist. Create an empty Delta table first using CREATE TABLE %s."
            .formatted(quoted));
  }

  static SqlFailure notDelta() {
    return SqlFailure.of(
        "DELTA_COPY_INTO_TARGET_FORMAT", "0AKDD", "COPY INTO target must be a Delta table.");
  }

  static SqlFailure noSchema(CopyInto copy, CopySource source) {
    return SqlFailure.of(
        "COPY_INTO_SOURCE_SCHEMA_INFERENCE_FAILED",
        "42KD9",
        "The source directory did not contain any parsable files of type %s. Please check the contents of '%s'."
            .formatted(copy.format(), source.text()));
  }

  static SqlFailure duplicated() {
    return SqlFailure.of(
        "COPY_INTO_DUPLICATED_FILES_COPY_NOT_ALLOWED",
        "25000",
        "Duplicated files were committed in a concurrent COPY INTO operation. Please try again later.");
  }

  static SqlFailure mismatch(CopyInto copy, StructType table, StructType data) {
    var known = Arrays.stream(table.fieldNames()).map(CopyFailures::lower).toList();
    String added =
        Arrays.stream(data.fields())
            .filter(column -> !known.contains(lower(column.name())))
            .map(column -> column.name() + " " + column.dataType().sql())
            .collect(Collectors.joining(", "));
    return SqlFailure.of(
        "COPY_INTO_SCHEMA_MISMATCH_WITH_TARGET_TABLE",
        "42KDG",
        """
        A schema mismatch was detected while copying into the Delta table (Table: %s).
        This may indicate an issue with the incoming data, or the Delta table schema can be evolved automatically by setting:
        COPY_OPTIONS ('mergeSchema' = 'true')
        Schema difference: the data have columns that the table has not: %s."""
            .formatted(copy.target(), added.isEmpty() ? "within a STRUCT" : added));
  }

  static SqlFailure arity(CopyInto copy, List<StructField> wanted, String[] found) {
    boolean few = found.length < wanted.size();
    String specified = copy.byPosition() ? "Table" : "Specified";
    return SqlFailure.of(
        "COPY_INTO_COLUMN_ARITY_MISMATCH."
            + (few ? "NOT_ENOUGH_DATA_COLUMNS" : "TOO_MANY_DATA_COLUMNS"),
        "21S01",
        "Cannot write to %s, the reason is %s data columns compared to specified columns:\n%s columns: %s.\nData columns: %s."
            .formatted(
                copy.target(),
                few ? "not enough" : "too many",
                specified,
                quoted(wanted.stream().map(StructField::name).toList()),
                quoted(List.of(found))));
  }

  static SqlFailure noColumn(CopyInto copy, String name) {
    return SqlFailure.of(
        "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
        "42703",
        "A column with name `%s` cannot be resolved: %s has no such column, or makes its values by itself."
            .formatted(name, copy.target()));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
