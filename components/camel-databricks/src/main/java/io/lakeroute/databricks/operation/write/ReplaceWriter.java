// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import com.databricks.sdk.service.sql.StatementParameterListItem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.BodyReader;
import io.lakeroute.databricks.staging.Delivery;
import io.lakeroute.databricks.staging.MessageRows;
import io.lakeroute.databricks.staging.RowBatch;
import io.lakeroute.databricks.staging.RowsSql;
import io.lakeroute.databricks.staging.StagedDefaults;
import io.lakeroute.databricks.staging.StagingTable;
import io.lakeroute.databricks.staging.StagingTables;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTable;
import io.lakeroute.databricks.staging.TargetTables;
import io.lakeroute.databricks.statement.change.ChangeResult;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Puts the rows of a run in the place of all rows of a table, in one commit at its end; until then
 * they wait in a staging table. A run that fails leaves the table as it was. Thread-safe.
 */
final class ReplaceWriter implements TableWriter {

  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final String WATCHED = "CamelDatabricksStagingWatched";

  private final ChangeRunner runner;
  private final TargetTables tables;
  private final StagingTables stagings;

  ReplaceWriter(ChangeRunner runner, TargetTables tables, StagingTables stagings) {
    this.runner = runner;
    this.tables = tables;
    this.stagings = stagings;
  }

  @Override
  public void write(Delivery delivery, MessageRows rows, Tally written, Exchange exchange) {
    delivery.requireWhole("Cannot replace " + tables.name(), ", or write with mode merge");
    boolean whole = delivery.complete() && delivery.batchIndex() == 0;
    if (!whole) {
      dropIfItFails(exchange, stagings.of(delivery));
    }
    TargetTable table = tables.table();
    Optional<RowBatch> first = rows.current();
    if (whole && first.isEmpty() && rows.taken() == 0) {
      written.add(run(delivery, table, clear(table), List.of()));
    } else if (whole && first.filter(b -> b.last() && b.firstRow() == 0).isPresent()) {
      written.add(replace(delivery, table, first.get()));
      rows.written();
    } else {
      stage(delivery, table, rows, exchange);
      if (delivery.complete()) {
        written.add(publish(delivery, table));
      }
    }
  }

  private static String clear(TargetTable table) {
    return "DELETE FROM " + table.name().quoted();
  }

  /** A run of one batch needs no staging. */
  private ChangeResult replace(Delivery delivery, TargetTable table, RowBatch batch) {
    return run(
        delivery,
        table,
        "INSERT OVERWRITE %s (%s) SELECT %s FROM %s"
            .formatted(
                table.name().quoted(),
                RowsSql.names(batch),
                RowsSql.aliases(batch),
                RowsSql.filled(batch)),
        RowsSql.parameters(batch));
  }

  private void stage(Delivery delivery, TargetTable table, MessageRows rows, Exchange exchange) {
    StagingTable staging = stagings.of(delivery);
    dropIfItFails(exchange, staging);
    if (delivery.batchIndex() == 0) {
      stagings.create(staging, table, delivery.givenRunId());
    }
    StagedDefaults defaults =
        new StagedDefaults(() -> staged(delivery, table, () -> stagings.columns(staging)));
    Optional<RowBatch> batch = rows.current();
    if (batch.isEmpty()) {
      List<StatementParameterListItem> mark = mark(delivery, rows);
      staged(delivery, table, () -> run(delivery, table, staging.insertMark(), mark));
    }
    while (batch.isPresent()) {
      List<StatementParameterListItem> parameters = new ArrayList<>(mark(delivery, rows));
      parameters.addAll(RowsSql.parameters(batch.get()));
      parameters.add(bigint("first", delivery.position(batch.get().firstRow())));
      String insert = staging.insert(batch.get(), defaults.of(batch.get(), table));
      staged(delivery, table, () -> run(delivery, table, insert, parameters));
      rows.written();
      batch = rows.current();
    }
  }

  private static List<StatementParameterListItem> mark(Delivery delivery, MessageRows rows) {
    return List.of(
        bigint("low", delivery.firstPosition()),
        bigint("high", delivery.lastPosition()),
        bigint("told", rows.taken()),
        ChangeStatement.parameter("names", "STRING", json(rows.columns())));
  }

  /** Uses the staging table. */
  private static <T> T staged(Delivery delivery, TargetTable table, Supplier<T> use) {
    try {
      return use.get();
    } catch (DatabricksException e) {
      throw e.getReason() == Reason.NOT_FOUND && delivery.batchIndex() > 0
          ? noStaging(delivery, table)
          : e;
    }
  }

  private ChangeResult publish(Delivery delivery, TargetTable table) {
    StagingTable staging = stagings.of(delivery);
    ChangeResult audit = run(delivery, table, staging.audit(), List.of());
    long marks = audit.number("marks").orElse(-1L);
    long held = audit.number("held").orElse(-1L);
    long told = audit.number("told").orElse(-2L);
    if (marks != delivery.batchIndex() + 1 || held != told) {
      throw new DatabricksException(
          Reason.CONFLICT,
          "Cannot replace "
              + table.name()
              + ": run "
              + delivery.runId()
              + " is not whole. "
              + marks
              + " of its "
              + (delivery.batchIndex() + 1)
              + " messages arrived, with "
              + told
              + " rows, of which "
              + held
              + " are staged. Start a new run; the table is as it was.");
    }
    Set<String> columns = new LinkedHashSet<>();
    List<List<String>> messages =
        texts(audit.row().getOrDefault("names", "[]")).stream().map(ReplaceWriter::texts).toList();
    messages.forEach(columns::addAll);
    checkMadeByTable(table, messages);
    ChangeResult published =
        run(
            delivery,
            table,
            columns.isEmpty() ? clear(table) : staging.publish(table.name(), columns),
            List.of());
    stagings.drop(staging);
    return published;
  }

  private static void checkMadeByTable(TargetTable table, List<List<String>> messages) {
    List<List<String>> rows = messages.stream().filter(names -> !names.isEmpty()).toList();
    for (TargetColumn column : table.columns()) {
      long with = rows.stream().filter(names -> names.contains(column.name())).count();
      if (column.missing().byTable() && with > 0 && with < rows.size()) {
        throw BodyReader.invalid(
            "Cannot replace "
                + table.name()
                + ": of the rows of a run, either all or none have the column '"
                + column.name()
                + "', whose values the table makes. Start a new run; the table is as it was.");
      }
    }
  }

  private ChangeResult run(
      Delivery delivery,
      TargetTable table,
      String sql,
      List<StatementParameterListItem> parameters) {
    return runner.run(
        new ChangeStatement("Cannot replace " + table.name(), sql, parameters, true),
        delivery.givenRunId());
  }

  /** Once the message has failed for good, its run cannot become whole any more. */
  private void dropIfItFails(Exchange exchange, StagingTable staging) {
    if (staging.name().fullName().equals(exchange.getProperty(WATCHED))) {
      return;
    }
    exchange.setProperty(WATCHED, staging.name().fullName());
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onFailure(Exchange failed) {
                stagings.drop(staging);
              }
            });
  }

  private static DatabricksException noStaging(Delivery delivery, TargetTable table) {
    return new DatabricksException(
        Reason.CONFLICT,
        "Cannot replace "
            + table.name()
            + ": run "
            + delivery.runId()
            + " has no staging table. A message of it failed, or it was published already. Start a new run with message 0.");
  }

  private static StatementParameterListItem bigint(String name, long value) {
    return ChangeStatement.parameter(name, "BIGINT", Long.toString(value));
  }

  private static String json(Collection<String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> texts(String json) {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The staging table holds marks of something else");
    }
  }
}
