// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.statement.read.OpenResult;
import io.lakeroute.databricks.statement.read.RunId;
import io.lakeroute.databricks.statement.read.StatementRunner;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * Shows what is in a table or view: its columns, a few rows, and statistics over some more. One
 * call of Unity Catalog and one statement. Thread-safe.
 */
public final class SampleTable implements CatalogQuestion {

  private final WorkspaceConnection connection;
  private final UnityCatalog unity;
  private final StatementRunner runner;
  private final SampleLimits limits;
  private final ExcludedColumns excluded;
  private final boolean requireExcluded;

  /**
   * @param requireExcluded whether every excluded column must be there, as where the table is
   *     always the same
   */
  public SampleTable(
      WorkspaceConnection connection,
      StatementRunner runner,
      SampleLimits limits,
      ExcludedColumns excluded,
      boolean requireExcluded) {
    this.connection = connection;
    this.unity = new UnityCatalog(connection);
    this.runner = runner;
    this.limits = limits;
    this.excluded = excluded;
    this.requireExcluded = requireExcluded;
  }

  @Override
  public CatalogAnswer ask(SecurableName object, Message message) {
    TableInfo table = unity.table("Cannot sample", object);
    List<SampledColumn> columns =
        Entries.columns(table).stream()
            .map(info -> SampledColumn.of(info, excluded.excludes(info.getName())))
            .toList();
    if (requireExcluded) {
      excluded.requireAll(object.fullName(), columns.stream().map(SampledColumn::name).toList());
    }
    SampleStatement statement =
        new SampleStatement(object.table(), columns, limits, Entries.isDelta(table));
    SampleResult result = read(object, statement, RunId.of(message.getExchange()));
    Map<String, Object> sample = sample(object, table, statement, result);
    return new CatalogAnswer(sample, result.rows().size(), () -> SampleText.of(sample));
  }

  private SampleResult read(SecurableName object, SampleStatement statement, Optional<String> run) {
    SampleResult rows = new SampleResult(statement);
    try (OpenResult result = runner.run(statement.bound(), 0, run)) {
      return result.read(rows::read);
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot sample " + object + " on " + connection, e);
    }
  }

  private Map<String, Object> sample(
      SecurableName object, TableInfo table, SampleStatement statement, SampleResult result) {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put("object", object.written());
    sample.put("type", Entries.text(table.getTableType()));
    sample.put("format", Entries.text(table.getDataSourceFormat()));
    sample.put("comment", table.getComment());
    sample.put("rowCount", result.rowCount());
    sample.put("sampleMode", limits.mode().name().toLowerCase(Locale.ROOT));
    sample.put("statisticsRows", limits.statisticsRows() == 0 ? 0L : result.lookedAt());
    List<Map<String, Object>> columns = new ArrayList<>();
    for (int i = 0; i < statement.columns().size(); i++) {
      columns.add(column(statement.columns().get(i), i, result));
    }
    sample.put("columns", columns);
    sample.put("rows", result.rows());
    return sample;
  }

  private static Map<String, Object> column(SampledColumn column, int i, SampleResult result) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", column.name());
    entry.put("type", column.info().getTypeText());
    entry.put("nullable", !Boolean.FALSE.equals(column.info().getNullable()));
    entry.put("comment", column.info().getComment());
    if (!column.read()) {
      entry.put("excluded", true);
    }
    result.describe(i, entry);
    return entry;
  }
}
