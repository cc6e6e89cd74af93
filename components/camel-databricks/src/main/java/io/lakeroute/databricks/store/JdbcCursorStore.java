// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Keeps cursors, leases and runs in a database that {@link StoreOpener} has prepared. Thread-safe.
 *
 * <p>Leases go by the database's clock, so that the clocks of the nodes need not agree.
 */
final class JdbcCursorStore implements CursorStore {

  private static final String EXPIRY =
      "CURRENT_TIMESTAMP + CAST(:millis AS BIGINT) * INTERVAL '0.001' SECOND";

  private static final String MOVE_CURSOR =
      "UPDATE cursor SET table_id = :tableId, position = :position, schema_hash = :schemaHash,"
          + " generation = :generation, updated_at = CURRENT_TIMESTAMP WHERE key = :key";

  private static final String NEW_CURSOR =
      "INSERT INTO cursor (key, table_id, position, schema_hash, generation, updated_at) VALUES"
          + " (:key, :tableId, :position, :schemaHash, :generation, CURRENT_TIMESTAMP)";

  private final Jdbi jdbi;
  private final String place;
  private final Runnable onClose;

  /**
   * @param place where the store is, for messages
   */
  JdbcCursorStore(Jdbi jdbi, String place, Runnable onClose) {
    this.jdbi = requireNonNull(jdbi, "jdbi");
    this.place = requireNonNull(place, "place");
    this.onClose = requireNonNull(onClose, "onClose");
  }

  @Override
  public Optional<Lease> acquire(String key, String owner, Duration life) {
    return inTransaction(
        handle -> {
          handle
              .createUpdate(
                  "INSERT INTO lease (key, owner, fence, expires_at, cancel_requested)"
                      + " VALUES (:key, '', 0, CURRENT_TIMESTAMP, FALSE) ON CONFLICT DO NOTHING")
              .bind("key", key)
              .execute();
          int taken =
              handle
                  .createUpdate(
                      "UPDATE lease SET owner = :owner, fence = fence + 1, cancel_requested ="
                          + " FALSE, expires_at = "
                          + EXPIRY
                          + " WHERE key = :key AND (owner = '' OR expires_at <= CURRENT_TIMESTAMP)")
                  .bind("key", key)
                  .bind("owner", owner)
                  .bind("millis", life.toMillis())
                  .execute();
          return taken == 0
              ? Optional.empty()
              : handle
                  .createQuery("SELECT fence FROM lease WHERE key = :key")
                  .bind("key", key)
                  .mapTo(Long.class)
                  .findOne()
                  .map(fence -> new Lease(key, owner, fence));
        });
  }

  @Override
  public Renewal renew(Lease lease, Duration life) {
    return inTransaction(
        handle -> {
          int held =
              handle
                  .createUpdate(
                      "UPDATE lease SET expires_at = "
                          + EXPIRY
                          + " WHERE key = :key AND owner = :owner AND fence = :fence")
                  .bindMethods(lease)
                  .bind("millis", life.toMillis())
                  .execute();
          if (held == 0) {
            return Renewal.LOST;
          }
          boolean cancel =
              handle
                  .createQuery("SELECT cancel_requested FROM lease WHERE key = :key")
                  .bindMethods(lease)
                  .mapTo(Boolean.class)
                  .one();
          return cancel ? Renewal.CANCEL_REQUESTED : Renewal.HELD;
        });
  }

  @Override
  public boolean requestCancel(String key) {
    return inTransaction(
        handle ->
            handle
                    .createUpdate(
                        "UPDATE lease SET cancel_requested = TRUE WHERE key = :key AND owner <> ''"
                            + " AND expires_at > CURRENT_TIMESTAMP")
                    .bind("key", key)
                    .execute()
                == 1);
  }

  @Override
  public void release(Lease lease) {
    inTransaction(
        handle ->
            handle
                .createUpdate(
                    "UPDATE lease SET owner = '' WHERE key = :key AND owner = :owner AND fence ="
                        + " :fence")
                .bindMethods(lease)
                .execute());
  }

  /**
   * Ends the leases of other owners at once: only one process can have an embedded database open,
   * so their process is gone.
   */
  void releaseAllBut(String ownerPrefix) {
    inTransaction(
        handle ->
            handle
                .createUpdate("UPDATE lease SET owner = '' WHERE LEFT(owner, :length) <> :prefix")
                .bind("length", ownerPrefix.length())
                .bind("prefix", ownerPrefix)
                .execute());
  }

  @Override
  public Optional<Cursor> cursor(String key) {
    return inTransaction(
        handle ->
            handle
                .createQuery(
                    "SELECT key, table_id, position, schema_hash, generation FROM cursor WHERE key"
                        + " = :key")
                .bind("key", key)
                .map(
                    (row, context) ->
                        new Cursor(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getLong(5)))
                .findOne());
  }

  @Override
  public Renewal save(Cursor cursor, Lease lease) {
    return inTransaction(
        handle -> {
          boolean cancel = requireHeld(handle, lease);
          if (write(handle, MOVE_CURSOR, cursor) == 0) {
            write(handle, NEW_CURSOR, cursor);
          }
          return cancel ? Renewal.CANCEL_REQUESTED : Renewal.HELD;
        });
  }

  private static int write(Handle handle, String sql, Cursor cursor) {
    return handle
        .createUpdate(sql)
        .bind("key", cursor.key())
        .bind("tableId", cursor.tableId())
        .bind("position", cursor.position())
        .bind("schemaHash", cursor.schemaHash())
        .bind("generation", cursor.generation())
        .execute();
  }

  @Override
  public void forget(Lease lease) {
    inTransaction(
        handle -> {
          requireHeld(handle, lease);
          return handle
              .createUpdate("DELETE FROM cursor WHERE key = :key")
              .bind("key", lease.key())
              .execute();
        });
  }

  /**
   * Locks the lease, so that nobody takes it over while its cursor moves.
   *
   * @return whether somebody wants the run to end
   */
  private static boolean requireHeld(Handle handle, Lease lease) {
    return handle
        .createQuery(
            "SELECT cancel_requested FROM lease WHERE key = :key AND owner = :owner AND fence ="
                + " :fence FOR UPDATE")
        .bind("key", lease.key())
        .bind("owner", lease.owner())
        .bind("fence", lease.fence())
        .mapTo(Boolean.class)
        .findOne()
        .orElseThrow(
            () ->
                new DatabricksException(
                    Reason.CONFLICT,
                    "This node no longer has the right to run "
                        + lease.key()
                        + ": it did not renew its lease in time, and another node may go on with"
                        + " it. Nothing was recorded; what was delivered since the last recorded"
                        + " batch comes again."));
  }

  @Override
  public void record(RunRecord run) {
    inTransaction(handle -> RunRows.write(handle, run));
  }

  @Override
  public Optional<RunRecord> run(String id) {
    return inTransaction(handle -> RunRows.find(handle, id));
  }

  @Override
  public List<RunRecord> runs(RunFilter filter) {
    return inTransaction(handle -> RunRows.list(handle, filter));
  }

  @Override
  public List<RunRecord> ended(String tenant, Instant from, int limit) {
    return inTransaction(handle -> RunRows.ended(handle, tenant, from, limit));
  }

  private <T> T inTransaction(HandleCallback<T, RuntimeException> work) {
    return guarded(() -> jdbi.inTransaction(TransactionIsolationLevel.READ_COMMITTED, work));
  }

  private <T> T guarded(Callable<T> work) {
    try {
      return work.call();
    } catch (JdbiException e) {
      throw StoreFailures.failure("Cannot use the cursor store " + place, e);
    } catch (DatabricksException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    onClose.run();
  }
}
