// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.metrics.Measurements;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * Encodes rows while they are read, in constant memory; closing it, at any point, gives back the
 * session. For one reading thread; closing is safe from any thread.
 */
public final class RecordStream extends InputStream {

  private static final int FILL = 64 * 1024;

  /** Rows to ask the source for at once. */
  public static final int PORTION = 512;

  private final RowSource source;
  private final RowEncoder encoder;
  private final Measurements measurements;
  private final Function<SQLException, DatabricksException> classifier;
  private final Runnable atEnd;
  private final Utf8Buffer buffer = new Utf8Buffer(FILL + FILL / 4);
  private Rows rows = Rows.NONE;
  private int row;
  private int served;
  private boolean begun;
  private boolean ended;
  private volatile boolean closed;

  /**
   * @param classifier what to throw for a failure of the source
   * @param atEnd told once, on the reading thread, when all rows were encoded
   */
  public RecordStream(
      RowSource source,
      StreamFormat format,
      Measurements measurements,
      Function<SQLException, DatabricksException> classifier,
      Runnable atEnd) {
    this.source = source;
    this.encoder = RowEncoder.of(format, source.columns(), buffer);
    this.measurements = measurements;
    this.classifier = classifier;
    this.atEnd = atEnd;
  }

  @Override
  public int read() throws IOException {
    return available() > 0 || fill() ? buffer.at(served++) & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (available() == 0 && !fill()) {
      return -1;
    }
    int count = Math.min(length, available());
    buffer.copyTo(served, target, offset, count);
    served += count;
    return count;
  }

  /** Bytes that are encoded already. */
  @Override
  public int available() {
    return buffer.size() - served;
  }

  /** Encodes until there is a buffer full; false at the end. */
  private boolean fill() throws IOException {
    if (closed) {
      throw new IOException("The stream of rows is closed");
    }
    buffer.clear();
    served = 0;
    if (!begun) {
      begun = true;
      encoder.begin();
    }
    long count = 0;
    while (!ended && buffer.size() < FILL) {
      if (row < rows.size()) {
        encoder.row(rows, row++);
        count++;
      } else if (!nextRows()) {
        ended = true;
        encoder.end();
        atEnd.run();
      }
    }
    measurements.rows(count);
    measurements.bytes(buffer.size());
    return buffer.size() > 0;
  }

  private boolean nextRows() throws IOException {
    try {
      rows = source.read(PORTION);
      row = 0;
      return rows.size() > 0;
    } catch (SQLException e) {
      throw classifier.apply(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for rows");
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      source.close();
    } catch (SQLException e) {
      throw classifier.apply(e);
    }
  }
}
