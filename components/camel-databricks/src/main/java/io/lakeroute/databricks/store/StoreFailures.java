// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.sql.SQLException;
import java.util.Set;

/** Says what is wrong with a store, and what to do. Stateless. */
final class StoreFailures {

  private static final Set<Integer> DAMAGED = Set.of(90030, 90048);
  private static final Set<Integer> IN_USE = Set.of(90020);

  private StoreFailures() {}

  /**
   * A failure of the database as an exception of the component.
   *
   * @param what the beginning of the text
   */
  static DatabricksException failure(String what, Throwable cause) {
    SQLException sql = sqlOf(cause);
    int code = sql == null ? 0 : sql.getErrorCode();
    String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    if (DAMAGED.contains(code)) {
      return of(
          Reason.CONFIGURATION,
          what
              + ": its files are damaged or of another version. Nothing was overwritten. Restore them from a"
              + " backup, or move the folder away to begin anew.",
          cause);
    }
    if (IN_USE.contains(code)) {
      return of(
          Reason.CONFIGURATION,
          what
              + ": another process has it open. Stop that process, or use PostgreSQL"
              + " (databricks.store.url) for several nodes.",
          cause);
    }
    if (state.startsWith("28")) {
      return of(
          Reason.CONFIGURATION,
          what + ": the database refuses the user. Check databricks.store.username and password.",
          cause);
    }
    return of(
        Reason.UNAVAILABLE,
        what
            + " (SQLSTATE "
            + (state.isEmpty() ? "unknown" : state)
            + "). Check that its database can be"
            + " reached; it is tried again with the next call.",
        cause);
  }

  private static SQLException sqlOf(Throwable cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static DatabricksException of(Reason reason, String message, Throwable cause) {
    return new DatabricksException(reason, message, cause);
  }
}
