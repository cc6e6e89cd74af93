// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.SqlText;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The COPY INTO statements that load staged objects. Immutable; its text shows no secret.
 *
 * @param location of the objects, as SQL reads it
 * @param credentials what follows the location; may hold secrets
 * @param objects names of the objects there
 */
public record CopySql(String location, String credentials, List<String> objects) {

  /** The service takes no more names in one statement. */
  private static final int MOST_FILES = 1_000;

  public CopySql {
    objects = List.copyOf(objects);
  }

  /** Loads objects of a folder in the store. */
  public static CopySql of(StagingStore store, String folder, List<String> objects) {
    return new CopySql(store.location(folder), store.credentialClause(), objects);
  }

  /**
   * Loads every value as its column's type, matched by name: a list of columns after the table is
   * for CSV without a header only. A file that is loaded already is left out.
   */
  public List<String> typed(ObjectFormat format, ObjectName table, List<TargetColumn> columns) {
    String values =
        columns.stream()
            .map(
                column ->
                    column.type().expression(ObjectName.quote(column.name()))
                        + " AS "
                        + ObjectName.quote(column.name()))
            .collect(Collectors.joining(", "));
    return statements(
        "COPY INTO %s FROM (SELECT %s FROM %s)".formatted(table.quoted(), values, source()),
        format.fileFormat(),
        format.readOptions(columns),
        "");
  }

  /** Loads lines, each a JSON array, into a column of arrays of texts. */
  public List<String> lines(ObjectName table, String column) {
    return statements(
        "COPY INTO %s FROM (SELECT from_json(value, 'ARRAY<STRING>', map('mode', 'FAILFAST')) AS %s FROM %s)"
            .formatted(table.quoted(), ObjectName.quote(column), source()),
        "TEXT",
        "'lineSep' = '\\n'",
        "");
  }

  /** Loads values as the types that the warehouse infers, into a table without columns. */
  public List<String> inferred(ObjectFormat format, ObjectName table, List<TargetColumn> columns) {
    return statements(
        "COPY INTO %s FROM %s".formatted(table.quoted(), source()),
        format.fileFormat(),
        format.readOptions(columns) + ", 'inferSchema' = 'true', 'mergeSchema' = 'true'",
        " COPY_OPTIONS ('mergeSchema' = 'true')");
  }

  private String source() {
    return SqlText.literal(location) + (credentials.isEmpty() ? "" : " " + credentials);
  }

  /**
   * Runs its statements. None of the secrets in them stands in a failure.
   *
   * @param what what a failure says cannot be done
   */
  public void run(
      List<String> statements, String what, ChangeRunner runner, Optional<String> runId) {
    for (String sql : statements) {
      runner.run(
          new ChangeStatement(what, sql, List.of(), true)
              .hiding(StagingStores.secretsOf(credentials)),
          runId);
    }
  }

  @Override
  public String toString() {
    return "CopySql[" + location + ", " + objects.size() + " objects]";
  }

  private List<String> statements(String begin, String fileFormat, String readOptions, String end) {
    List<String> statements = new ArrayList<>();
    for (int from = 0; from < objects.size(); from += MOST_FILES) {
      String files =
          objects.subList(from, Math.min(objects.size(), from + MOST_FILES)).stream()
              .map(SqlText::literal)
              .collect(Collectors.joining(", "));
      statements.add(
          "%s FILEFORMAT = %s FILES = (%s) FORMAT_OPTIONS (%s)%s"
              .formatted(begin, fileFormat, files, readOptions, end));
    }
    return statements;
  }
}
