// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.name.ObjectName;
import io.lakeroute.databricks.staging.RowSpool;
import io.lakeroute.databricks.staging.StagingTables;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stages the batches that are written to one table. Thread-safe. */
public final class RowSpools {

  private static final Logger LOG = LoggerFactory.getLogger(RowSpools.class);

  /** The folder of a batch says when it was begun. */
  private static final Pattern BATCH = Pattern.compile("/(\\d{13})-[0-9a-f]{8}(/|$)");

  private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(30);

  private final WorkspaceConnection connection;
  private final ChangeRunner runner;
  private final ObjectName target;
  private final StagingTables tables;
  private final String folder;
  private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.MIN);

  /** Opens nothing yet. */
  public RowSpools(
      WorkspaceConnection connection,
      ChangeRunner runner,
      ObjectName target,
      StagingTables tables) {
    this.connection = connection;
    this.runner = runner;
    this.target = target;
    this.tables = tables;
    this.folder = StagedFolders.of(connection.profile(), "write-" + target.fullName(), target);
  }

  /**
   * For one batch. Now and then it first removes what killed writes left.
   *
   * @throws DatabricksException CONFIGURATION when a library is missing
   */
  public RowSpool open(Optional<String> runId) {
    StagingStore store = StagingStores.of(connection);
    Instant now = Instant.now();
    Instant last = swept.get();
    if (last.isBefore(now.minus(BETWEEN_SWEEPS)) && swept.compareAndSet(last, now)) {
      tables.dropLeftBehind();
      deleteOlderThan(store, now.minus(tables.retention()));
    }
    String random = UUID.randomUUID().toString().substring(0, 8);
    return new StagedRows(
        new StagedRows.Place(store, tables, runner, target, runId),
        folder + "/" + now.toEpochMilli() + "-" + random);
  }

  /** What stays does no harm but take room, so that nothing fails for it. */
  private void deleteOlderThan(StagingStore store, Instant oldest) {
    try {
      store.abortUploads(folder, oldest);
    } catch (DatabricksException e) {
      LOG.warn("Uploads that writes left behind cannot be looked for: {}", e.getMessage());
    }
    try {
      List<String> left = store.list(folder).stream().filter(path -> old(path, oldest)).toList();
      if (!left.isEmpty()) {
        LOG.info("Deleting {} objects below {}, which a write left behind", left.size(), folder);
        store.delete(left);
      }
    } catch (DatabricksException e) {
      LOG.warn("Objects that writes left behind cannot be looked for: {}", e.getMessage());
    }
  }

  private static boolean old(String path, Instant oldest) {
    Matcher batch = BATCH.matcher(path);
    return batch.find() && Long.parseLong(batch.group(1)) < oldest.toEpochMilli();
  }
}
