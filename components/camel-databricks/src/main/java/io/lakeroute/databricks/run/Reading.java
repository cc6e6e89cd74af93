// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import java.sql.SQLException;

/** Reads rows, whose failures become {@link DatabricksException}s in one place. */
@FunctionalInterface
public interface Reading<T> {

  T read() throws SQLException, InterruptedException;

  /**
   * Reads.
   *
   * @param what is read, for messages, such as {@code the history of main.crm.leads}
   * @throws DatabricksException when it fails, or the thread is interrupted
   */
  static <T> T of(String what, Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw ErrorClassifier.failure("Cannot read " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(Reason.UNAVAILABLE, "Interrupted while reading " + what + ".");
    }
  }
}
