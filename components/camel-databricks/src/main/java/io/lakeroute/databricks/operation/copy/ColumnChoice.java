// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.staging.ColumnType;
import io.lakeroute.databricks.staging.ExportColumns;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTable;
import io.lakeroute.databricks.staging.TargetTables;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/** Decides which columns a run has, when its first rows arrive. For one run and one thread. */
final class ColumnChoice {

  /** What Parquet takes in names only with column mapping. */
  private static final Pattern SPECIAL = Pattern.compile("[ ,;{}()\\n\\t=]");

  private final CopyTools tools;
  private final String runId;

  ColumnChoice(CopyTools tools, String runId) {
    this.tools = tools;
    this.runId = runId;
  }

  /** Whether other fields of the rows are left out. */
  boolean chosen() {
    return !tools.settings().fields().isEmpty();
  }

  /**
   * The columns; none where nothing says which, because no row has arrived.
   *
   * @param sample receives the rows that were taken from the body
   */
  List<TargetColumn> columns(
      Exchange exchange, Iterator<Map<String, Object>> body, List<Map<String, Object>> sample) {
    CopySettings settings = tools.settings();
    Optional<TargetTable> table = table();
    boolean declared = settings.columns().isPresent();
    List<TargetColumn> all;
    Optional<String> schema =
        Optional.ofNullable(
            exchange.getMessage().getHeader(DatabricksConstants.SCHEMA, String.class));
    if (settings.columns().isPresent()) {
      all = settings.columns().get();
    } else if (schema.isPresent()) {
      all = ExportColumns.ofSchema(schema.get());
    } else {
      RowSample.take(body, sample);
      if (sample.isEmpty()) {
        return List.of(); // The rows of a later message decide.
      }
      all = ExportColumns.ofRows(sample, name -> type(table, name));
    }
    List<TargetColumn> columns = chosen(declared ? all : withoutExtras(all));
    columns.forEach(this::checkName);
    requireKeys(columns);
    if (settings.classic() && columns.size() == 1) {
      throw wrong("publish=classic needs two columns at least");
    }
    Optional<SchemaFit> fit = table.map(there -> new SchemaFit(tools, there));
    fit.ifPresent(each -> each.check(columns));
    return fit.map(each -> each.padded(columns)).orElse(columns);
  }

  /** Those of the table, for a run without rows; empty where there is none. */
  List<TargetColumn> ofTable() {
    return table()
        .map(
            there ->
                there.columns().stream()
                    .filter(column -> column.type().writable() && !column.missing().byTable())
                    .toList())
        .orElse(List.of());
  }

  /** What readers of this component add to rows is exported only where it is asked for. */
  private List<TargetColumn> withoutExtras(List<TargetColumn> all) {
    return all.stream()
        .filter(
            column ->
                !LoadRun.EXTRAS.contains(column.name())
                    || tools.settings().fields().contains(column.name()))
        .toList();
  }

  private Optional<TargetTable> table() {
    return tools.settings().classic() ? Optional.empty() : tools.table().map(this::readable);
  }

  /** A filter or a mask of rows keeps the history and older versions of a table out of reach. */
  private TargetTable readable(TableInfo info) {
    tools.refuseOtherAudience(info, runId);
    boolean masked =
        info.getColumns() != null
            && info.getColumns().stream().anyMatch(column -> column.getMask() != null);
    if (info.getRowFilter() != null || masked) {
      throw wrong(
          "the table has a row filter or a column mask, with which Databricks shows neither its history nor its versions. Export to a table without them, and give readers a view");
    }
    return TargetTables.read(tools.target().table(), info);
  }

  /** A field whose values have several types has the one of its column. */
  private Optional<ColumnType> type(Optional<TargetTable> table, String name) {
    return tools.settings().schemaChange() == SchemaChange.REPLACE
        ? Optional.empty()
        : table.flatMap(there -> there.column(name)).map(TargetColumn::type);
  }

  private List<TargetColumn> chosen(List<TargetColumn> all) {
    if (!chosen()) {
      return all;
    }
    List<TargetColumn> columns = new ArrayList<>();
    for (String field : tools.settings().fields()) {
      columns.add(
          all.stream()
              .filter(column -> same(column.name(), field))
              .findFirst()
              .orElseThrow(
                  () ->
                      wrong(
                          "the option fields names '%s', which the rows lack. There are: %s"
                              .formatted(field, names(all)))));
    }
    return ExportColumns.distinct(columns);
  }

  private void requireKeys(List<TargetColumn> columns) {
    for (String key : tools.settings().keys()) {
      TargetColumn column =
          columns.stream()
              .filter(each -> same(each.name(), key))
              .findFirst()
              .orElseThrow(
                  () ->
                      wrong(
                          "the option keys names '%s', which the rows lack. There are: %s"
                              .formatted(key, names(columns))));
      if (!column.type().comparable()) {
        throw wrong(
            "column '%s' is a %s, which cannot be a key".formatted(key, column.type().sql()));
      }
    }
  }

  private void checkName(TargetColumn column) {
    if (SPECIAL.matcher(column.name()).find() && !tools.settings().columnMapping()) {
      throw wrong(
          "the name '%s' has a blank or one of ,;{}()=. Give the field another name, or set columnMapping=true"
              .formatted(column.name()));
    }
  }

  private static boolean same(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  private static String names(List<TargetColumn> columns) {
    return String.join(", ", columns.stream().map(TargetColumn::name).toList());
  }

  private DatabricksException wrong(String problem) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "Cannot export to %s: %s. Nothing was uploaded."
            .formatted(tools.target().table(), problem));
  }
}
