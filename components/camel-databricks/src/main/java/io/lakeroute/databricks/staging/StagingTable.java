// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import io.lakeroute.databricks.name.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The table that collects one run's rows until they are published, and the statements on it.
 * Immutable.
 *
 * <p>Besides the rows it holds one mark for each message that is complete, with the number of its
 * rows and its columns, so that a run with a gap is never published.
 */
public record StagingTable(ObjectName name) {

  private static final String PREFIX = "_lakeroute_staging_";
  private static final String EXPORT_PREFIX = "_lakeroute_export_";
  private static final String BATCH_PREFIX = "_lakeroute_batch_";

  /** Lets columns have names that Parquet does not take. */
  public static final String COLUMN_MAPPING = "TBLPROPERTIES ('delta.columnMapping.mode' = 'name')";

  private static final String POSITION = "`_lakeroute_position`";
  private static final String ROWS = "`_lakeroute_rows`";
  private static final String COLUMNS = "`_lakeroute_columns`";

  /**
   * The staging table of a run: the same for all of its messages, on whatever node they arrive.
   *
   * @param catalog where staging tables lie
   * @param schema where staging tables lie
   */
  public static StagingTable of(ObjectName target, String catalog, String schema, String runId) {
    String run = DigestUtils.sha256Hex(target.fullName() + "\n" + runId).substring(0, 20);
    return new StagingTable(new ObjectName(catalog, schema, prefix(target) + run));
  }

  /** A staging table of one attempt, whose name nobody else knows. */
  static StagingTable fresh(String prefix, ObjectName place) {
    String random = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    return new StagingTable(new ObjectName(place.catalog(), place.schema(), prefix + random));
  }

  /** What the names of all staging tables of an export to a target begin with. */
  static String exportPrefix(ObjectName target, String audience) {
    return of(EXPORT_PREFIX, target.fullName() + "\n" + audience);
  }

  /** What the names of all tables of single batches of writes to a target begin with. */
  static String batchPrefix(ObjectName target) {
    return of(BATCH_PREFIX, target.fullName());
  }

  /** What the names of all staging tables of writes to a target begin with. */
  public static String prefix(ObjectName target) {
    return of(PREFIX, target.fullName());
  }

  private static String of(String prefix, String owner) {
    return prefix + DigestUtils.sha256Hex(owner).substring(0, 8) + "_";
  }

  public String create(TargetTable table) {
    return Stream.concat(
            table.columns().stream()
                .filter(column -> column.type().writable())
                .map(column -> ObjectName.quote(column.name()) + " " + column.type().sql()),
            Stream.of(POSITION + " BIGINT", ROWS + " BIGINT", COLUMNS + " STRING"))
        .collect(
            Collectors.joining(", ", "CREATE TABLE IF NOT EXISTS " + name.quoted() + " (", ")"));
  }

  /** The statement for a table of columns alone. */
  String create(List<TargetColumn> columns, boolean columnMapping) {
    return columns.stream()
        .map(column -> ObjectName.quote(column.name()) + " " + column.type().sql())
        .collect(
            Collectors.joining(
                ", ",
                "CREATE TABLE IF NOT EXISTS " + name.quoted() + " (",
                ")" + (columnMapping ? " " + COLUMN_MAPPING : "")));
  }

  /**
   * The columns with a default that a batch lacks. Other batches may have them, so that here they
   * need their defaults.
   */
  static List<TargetColumn> lacking(RowBatch batch, TargetTable table) {
    Set<String> has = batch.columns().stream().map(TargetColumn::name).collect(Collectors.toSet());
    return table.columns().stream()
        .filter(column -> column.missing().expression().isPresent() && column.type().writable())
        .filter(column -> !has.contains(column.name()))
        .toList();
  }

  /**
   * Adds the rows of a batch, and behind the last one of a message its mark.
   *
   * @param filled columns that get their defaults, of those that this table has
   */
  public String insert(RowBatch batch, List<TargetColumn> filled) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 0; i < batch.columns().size(); i++) {
      names.add(batch.columns().get(i).name());
      values.add(RowsSql.alias(i));
    }
    for (TargetColumn column : filled) {
      names.add(column.name());
      values.add(column.missing().expression().orElseThrow());
    }
    String rows =
        "SELECT "
            + String.join(", ", values)
            + ", :first + pos AS p, CAST(NULL AS BIGINT) AS n, CAST(NULL AS STRING) AS names FROM "
            + RowsSql.filled(batch);
    return insert(
        RowsSql.names(names) + ", ",
        batch.last()
            ? rows + " UNION ALL SELECT " + "NULL, ".repeat(names.size()) + ":high, :told, :names"
            : rows);
  }

  /** Adds the mark of a message without rows. */
  public String insertMark() {
    return insert("", "SELECT :high AS p, :told AS n, :names AS names");
  }

  private String insert(String columns, String rows) {
    return "INSERT INTO %s (%s%s, %s, %s) SELECT * FROM (%s) WHERE p > coalesce((SELECT max(%s) FROM %s WHERE %s BETWEEN :low AND :high), -1)"
        .formatted(
            name.quoted(),
            columns,
            POSITION,
            ROWS,
            COLUMNS,
            rows,
            POSITION,
            name.quoted(),
            POSITION);
  }

  /** Counts rows and marks: one row with the columns held, told, marks and names. */
  public String audit() {
    return "SELECT count(*) - count(%s) AS held, coalesce(sum(%s), 0) AS told, count(%s) AS marks, to_json(collect_set(%s)) AS names FROM %s"
        .formatted(ROWS, ROWS, ROWS, COLUMNS, name.quoted());
  }

  /** Puts the rows in the place of all rows of the target, in one commit. */
  public String publish(ObjectName target, Set<String> columns) {
    String names = RowsSql.names(List.copyOf(columns));
    return "INSERT OVERWRITE %s (%s) SELECT %s FROM %s WHERE %s IS NULL"
        .formatted(target.quoted(), names, names, name.quoted(), ROWS);
  }

  String drop() {
    return "DROP TABLE IF EXISTS " + name.quoted();
  }
}
