// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.option.CommonOptions;
import io.lakeroute.databricks.option.OptionChecks;
import io.lakeroute.databricks.staging.BodyReader;
import io.lakeroute.databricks.staging.Delivery;
import io.lakeroute.databricks.staging.MessageRows;
import io.lakeroute.databricks.staging.RunColumns;
import io.lakeroute.databricks.staging.StagingTables;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.TargetTables;
import io.lakeroute.databricks.staging.objects.RowSpools;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/** Writes the rows of messages to one table. Thread-safe. */
public final class WriteOperation implements DatabricksOperation {

  /** Keeps what is left of a body that can be read once, for when the message comes again. */
  private static final String LEFT = "CamelDatabricksRowsLeft";

  private static final Set<Reason> TABLE_MAY_DIFFER =
      EnumSet.of(Reason.INVALID, Reason.NOT_FOUND, Reason.CONFLICT);

  private final WorkspaceConnection connection;
  private final WriteOptions options;
  private final int valueRows;
  private final ObjectName name;
  private final ChangeRunner runner;
  private final Measurements measurements;
  private final TargetTables tables;
  private final List<String> keys;
  private final TableWriter writer;
  private final Optional<RowSpools> spools;

  /**
   * @param stagingSchema any name in the schema of staging tables; empty for the table's own
   */
  public WriteOperation(
      WorkspaceConnection connection,
      CommonOptions common,
      WriteOptions options,
      Optional<ObjectName> stagingSchema,
      ChangeRunner runner,
      Measurements measurements) {
    this.connection = connection;
    this.options = options;
    this.name = ObjectName.parse(common.getObject());
    this.runner = runner;
    this.measurements = measurements;
    this.tables = new TargetTables(connection, name);
    this.keys = OptionChecks.names(common.getKeys());
    ObjectName schema = stagingSchema.orElse(name);
    Duration retention = options.getStagingRetention();
    this.spools =
        connection
            .profile()
            .staging()
            .map(
                place ->
                    new RowSpools(
                        connection,
                        runner,
                        name,
                        StagingTables.ofBatches(connection, runner, name, schema, retention)));
    this.valueRows = spools.isPresent() ? options.getStageAbove() : common.getBatchSize();
    RunColumns columns = new RunColumns(options.getRunColumn(), options.getRunRowColumn());
    this.writer =
        switch (options.getWriteMode()) {
          case APPEND ->
              new AppendWriter(
                  runner,
                  tables,
                  options.isAtLeastOnce() ? Optional.empty() : Optional.of(columns));
          case MERGE -> new MergeWriter(runner, tables, keys);
          case REPLACE ->
              new ReplaceWriter(
                  runner, tables, new StagingTables(connection, runner, name, schema, retention));
        };
  }

  /** A message under way. */
  private record Pending(WriteOperation owner, Object body, MessageRows rows, Tally written) {}

  @Override
  public void process(Exchange exchange) {
    Delivery delivery = Delivery.of(exchange);
    Pending pending = pending(exchange, delivery);
    try {
      writer.write(delivery, pending.rows(), pending.written(), exchange);
    } catch (DatabricksException e) {
      if (TABLE_MAY_DIFFER.contains(e.getReason())) {
        tables.forget();
      }
      throw e;
    } finally {
      if (exchange.getProperty(LEFT) != pending) {
        pending.rows().close();
      }
    }
    done(exchange, pending);
  }

  private Pending pending(Exchange exchange, Delivery delivery) {
    Object body = exchange.getMessage().getBody();
    if (exchange.getProperty(LEFT) instanceof Pending left && left.body() == body) {
      if (left.owner() == this) {
        return left;
      }
      if (left.rows().begun()) {
        throw new DatabricksException(
            Reason.CONFLICT,
            "Cannot write to %s: rows of the body were read already, to write them to %s. Give each of the two a body of its own."
                .formatted(name, left.owner().name));
      }
    }
    Pending pending =
        new Pending(
            this,
            body,
            new MessageRows(
                BodyReader.rows(exchange),
                this::column,
                lowerCase(keys),
                valueRows,
                options.getWriteMode() == WriteMode.REPLACE,
                spools.map(place -> () -> place.open(delivery.givenRunId()))),
            new Tally());
    if (BodyReader.once(body)) {
      exchange.setProperty(LEFT, pending);
      closeAtTheEnd(exchange, pending);
    }
    return pending;
  }

  /**
   * What is staged of a body that can be read once is kept as long as it may be delivered again.
   */
  private static void closeAtTheEnd(Exchange exchange, Pending pending) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                pending.rows().close();
              }
            });
  }

  private void done(Exchange exchange, Pending pending) {
    measurements.rows(pending.rows().taken());
    exchange.removeProperty(LEFT);
    Message message = exchange.getMessage();
    if (BodyReader.once(pending.body())) {
      // Whoever read it again would find no rows, and take that for the truth.
      message.setBody(null);
    }
    message.setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
    message.setHeader(DatabricksConstants.TABLE, name.fullName());
    message.setHeader(DatabricksConstants.ROW_COUNT, pending.rows().taken());
    message.setHeader(DatabricksConstants.INSERTED_ROWS, pending.written().inserted());
    message.setHeader(DatabricksConstants.UPDATED_ROWS, pending.written().updated());
    message.removeHeader(DatabricksConstants.DELETED_ROWS);
    if (options.isReportVersion()) {
      version().ifPresent(version -> message.setHeader(DatabricksConstants.VERSION, version));
    }
  }

  private Optional<Long> version() {
    return runner
        .run(
            new ChangeStatement(
                "Cannot read the version of " + name,
                "DESCRIBE HISTORY " + name.quoted() + " LIMIT 1",
                List.of(),
                true),
            Optional.empty())
        .number("version");
  }

  private TargetColumn column(String field) {
    boolean own =
        options.getWriteMode() == WriteMode.APPEND
            && !options.isAtLeastOnce()
            && (field.equalsIgnoreCase(options.getRunColumn())
                || field.equalsIgnoreCase(options.getRunRowColumn()));
    if (own) {
      throw BodyReader.invalid(
          "A row has the field '"
              + field
              + "', which write itself fills. Leave it out. Nothing of its batch was written.");
    }
    return tables
        .table()
        .column(field)
        .or(() -> tables.reread().column(field))
        .orElseThrow(
            () ->
                BodyReader.invalid(
                    "A row has the field '"
                        + field
                        + "', and "
                        + name
                        + " has no such column. There are: "
                        + tables.table().columnNames()
                        + ". Nothing of its batch was written."));
  }

  private static Set<String> lowerCase(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }
}
