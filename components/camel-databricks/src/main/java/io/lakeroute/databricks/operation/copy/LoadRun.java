// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.Delivery;
import io.lakeroute.databricks.staging.RowTexts;
import io.lakeroute.databricks.staging.StagingTable;
import io.lakeroute.databricks.staging.TargetColumn;
import io.lakeroute.databricks.staging.objects.CopySql;
import io.lakeroute.databricks.staging.objects.ObjectWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of one run on their way into a staging table. For one thread at a time. */
final class LoadRun {

  private static final Logger LOG = LoggerFactory.getLogger(LoadRun.class);

  /** Where publish finds it, to clean up. */
  static final String PROPERTY = "CamelDatabricksLoadRun";

  /** What readers of this component add to the rows of a table. */
  static final Set<String> EXTRAS =
      Set.of(
          "_record_id",
          "_record_timestamp",
          "_change_type",
          "_commit_version",
          "_commit_timestamp",
          "_before");

  private final CopyTools tools;
  private final Delivery first;
  private final StagingTable staging;
  private final String folder;
  private final ColumnChoice choice;
  private final RunHealth health;
  private Optional<ObjectWriter> writer = Optional.empty();
  private Optional<RowTexts> texts = Optional.empty();
  private List<TargetColumn> columns = List.of();
  private long nextMessage;
  private long rows;
  private volatile boolean staged;
  private volatile boolean created;
  private volatile boolean cleaned;
  private volatile Future<?> expiry = CompletableFuture.completedFuture(null);

  LoadRun(CopyTools tools, Delivery first) {
    this.tools = tools;
    this.first = first;
    this.staging = tools.stagings().fresh();
    this.folder = tools.target().folder(first.runId());
    this.choice = new ColumnChoice(tools, first.runId());
    this.health = new RunHealth(tools, first.runId());
  }

  String runId() {
    return first.runId();
  }

  long rows() {
    return rows;
  }

  /** Whether the message is written already, so that it is delivered again. */
  boolean taken(Delivery delivery) {
    return delivery.batchIndex() < nextMessage && health.sound();
  }

  /** Whether a message to this target belongs to it. */
  boolean is(Delivery delivery, CopyTarget target) {
    return tools.target().equals(target) && runId().equals(delivery.runId());
  }

  RunHealth health() {
    return health;
  }

  /** Whether all rows are staged, so that the run is published or ends. */
  boolean staged() {
    return staged;
  }

  /** What gives the run up when its messages take too long. */
  void expires(Future<?> alarm) {
    expiry = alarm;
  }

  /** Removes what killed runs left, and an earlier attempt of this one. */
  void begin() {
    String all = tools.target().folder();
    tools.store().abortUploads(all, Instant.MAX);
    List<String> left = tools.store().list(all);
    if (!left.isEmpty()) {
      LOG.info("Deleting {} objects below {}, which a run left behind", left.size(), all);
      tools.store().delete(left);
    }
  }

  /** Adds the rows of a message that is not taken yet. */
  void add(Delivery delivery, Iterator<Map<String, Object>> body, Exchange exchange) {
    health.requireSound();
    if (delivery.batchIndex() != nextMessage) {
      throw tools.refused(
          Reason.CONFLICT,
          runId(),
          "message %d arrived where %d was expected. Start a new run"
              .formatted(delivery.batchIndex(), nextMessage));
    }
    health.once(() -> write(health.inTime(body), exchange));
    nextMessage++;
  }

  private void write(Iterator<Map<String, Object>> body, Exchange exchange) {
    List<Map<String, Object>> sample = new ArrayList<>();
    if (texts.isEmpty()) {
      columns = choice.columns(exchange, body, sample);
      if (!columns.isEmpty()) {
        texts = Optional.of(new RowTexts(columns, choice.chosen(), EXTRAS));
      }
    }
    for (Map<String, Object> row : sample) {
      write(row);
    }
    sample.clear(); // The rest of the body may be long.
    while (body.hasNext()) {
      write(body.next());
    }
  }

  private void write(Map<String, Object> row) {
    if (writer.isEmpty()) {
      writer =
          Optional.of(
              new ObjectWriter(
                  tools.store(),
                  new ObjectWriter.Layout(
                      folder,
                      tools.settings().format(),
                      tools.settings().gzip(),
                      tools.settings().objectBytes()),
                  columns.stream().map(TargetColumn::name).toList()));
    }
    writer.get().add(texts.orElseThrow().of(row));
    rows++;
  }

  /** Loads the objects into the staging table and counts what arrived. */
  StagedRun finish() {
    if (!staged) {
      health.requireInTime();
    }
    health.once(() -> writer.ifPresent(ObjectWriter::finish));
    List<String> objects = writer.map(ObjectWriter::objects).orElse(List.of());
    if (columns.isEmpty()) {
      columns = choice.ofTable();
    }
    StagedRun run =
        new StagedRun(
            tools.target(),
            runId(),
            first.givenRunId(),
            staging,
            columns,
            folder,
            objects,
            rows,
            writer.map(ObjectWriter::bytes).orElse(0L));
    if (rows == 0 && !tools.settings().publishEmpty()) {
      throw tools.refused(Reason.INVALID, runId(), "it has no rows, and onEmpty=fail");
    }
    if (rows == 0 && columns.isEmpty()) {
      throw tools.refused(
          Reason.CONFIGURATION,
          runId(),
          "it has no rows, and nothing says which columns an empty table gets. Set the option columns");
    }
    if (!tools.settings().classic()) {
      load(run);
    }
    staged = true;
    return run;
  }

  private void load(StagedRun run) {
    if (created) {
      tools.stagings().drop(staging); // An attempt before this one failed on its way.
    }
    created = true;
    tools.stagings().dropLeftBehind();
    tools.stagings().create(staging, columns, tools.settings().columnMapping(), run.givenRunId());
    CopySql copy = CopySql.of(tools.store(), folder, run.objects());
    tools.copy(
        copy, copy.typed(tools.settings().format(), staging.name(), columns), run.givenRunId());
    new StagedAudit(tools, run).check();
  }

  boolean cleaned() {
    return cleaned;
  }

  /** Gives the run up and removes what it staged. */
  void abort(RunEnd end) {
    health.end(end);
    try {
      writer.ifPresent(ObjectWriter::close);
    } catch (DatabricksException e) {
      LOG.warn("An upload of run {} stays until a later run: {}", runId(), e.getMessage());
    }
    clean();
  }

  /** Removes the staging table and the objects. What cannot be removed, the next run removes. */
  void clean() {
    if (cleaned) {
      return;
    }
    cleaned = true;
    expiry.cancel(false);
    if (created) {
      tools.stagings().drop(staging);
    }
    try {
      tools.store().delete(tools.store().list(folder));
    } catch (DatabricksException e) {
      LOG.warn("Objects of run {} stay until a later run: {}", runId(), e.getMessage());
    }
  }
}
