// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import java.io.ByteArrayOutputStream;

/** Takes the rows of a batch that is too long for a statement. For one batch and one thread. */
public interface RowSpool extends BatchRows {

  /** Adds lines: each a row as a JSON array, and a newline. After a failure, give the batch up. */
  void add(ByteArrayOutputStream lines);

  /** Whether the batch is as old as one may become. */
  boolean old();

  /**
   * Ends the batch.
   *
   * @param rows that it has
   */
  void end(long rows);
}
