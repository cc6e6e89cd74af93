package io.lakeroute.databricks.staging;

import java.io.ByteArrayOutputStream;

/** Takes the rows of a batch that is too long for a statement. For one batch and one thread. */
public interface RowSpool extends RowSource {

  /**
   * Adds lines: each a row as a JSON array, and a newline. They are of no use once this has failed.
   */
  void add(ByteArrayOutputStream lines);

  /**
   * Ends the batch.
   *
   * @param rows that it has
   */
  void end(long rows);
}
