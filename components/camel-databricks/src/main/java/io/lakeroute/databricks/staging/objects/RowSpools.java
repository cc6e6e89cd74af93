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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stages the batches that are written to one table. Thread-safe. */
public final class RowSpools {

  private static final Logger LOG = LoggerFactory.getLogger(RowSpools.class);

  /** The folder of a batch says when it was begun. */
  private static final Pattern BATCH = Pattern.compile("/(\\d{13})-[0-9a-f]{8}(/|$)");

  private final StagingStore store;
  private final StagingTables tables;
  private final ChangeRunner runner;
  private final ObjectName target;
  private final Duration retention;
  private final String folder;

  /**
   * @param retention after which objects of batches that never ended are deleted
   */
  public RowSpools(
      WorkspaceConnection connection,
      StagingTables tables,
      ChangeRunner runner,
      ObjectName target,
      Duration retention) {
    this.store = StagingStores.of(connection);
    this.tables = tables;
    this.runner = runner;
    this.target = target;
    this.retention = retention;
    this.folder = StagedFolders.of(connection.profile(), "write-" + target.fullName(), target);
  }

  /** For one batch; first it removes what killed writes left. */
  public RowSpool open(Optional<String> runId) {
    Instant now = Instant.now();
    deleteOlderThan(now.minus(retention));
    String random = UUID.randomUUID().toString().substring(0, 8);
    return new StagedRows(
        new StagedRows.Place(store, tables, runner, target, runId),
        folder + "/" + now.toEpochMilli() + "-" + random);
  }

  /** What stays does no harm but take room, so that nothing fails for it. */
  private void deleteOlderThan(Instant oldest) {
    try {
      store.abortUploads(folder, oldest);
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
