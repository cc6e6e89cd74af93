package io.lakeroute.databricks.result;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.StreamFormat;
import io.lakeroute.databricks.metrics.Measurements;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Encodes rows while they are read, in constant memory; closing it, at any point, gives back the
 * session. For one reading thread; closing is safe from any thread.
 */
public final class RecordStream extends InputStream {

  private static final int FILL = 64 * 1024;
  private static final int PORTION = 512;

  private final RowPump pump;
  private final RowEncoder encoder;
  private final Measurements measurements;
  private final Function<SQLException, DatabricksException> classifier;
  private final Bytes buffer = new Bytes();
  private Iterator<Object[]> rows = List.<Object[]>of().iterator();
  private int served;
  private boolean begun;
  private boolean ended;
  private volatile boolean closed;

  /**
   * @param threads for the thread that reads ahead, taken when the first byte is asked for
   * @param classifier what to throw for a failure of the source
   */
  public RecordStream(
      RowSource source,
      StreamFormat format,
      Executor threads,
      Measurements measurements,
      Function<SQLException, DatabricksException> classifier)
      throws IOException {
    this.pump = new RowPump(source, PORTION, threads);
    this.encoder = RowEncoder.of(format, source.columns(), buffer);
    this.measurements = measurements;
    this.classifier = classifier;
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
    buffer.copy(served, target, offset, count);
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
    buffer.reset();
    served = 0;
    if (!begun) {
      begun = true;
      encoder.begin();
    }
    long count = 0;
    while (!ended && buffer.size() < FILL) {
      if (rows.hasNext()) {
        encoder.row(rows.next());
        count++;
      } else if (!nextRows()) {
        ended = true;
        encoder.end();
        encoder.flush();
      }
    }
    measurements.rows(count);
    measurements.bytes(buffer.size());
    return buffer.size() > 0;
  }

  private boolean nextRows() throws IOException {
    try {
      List<Object[]> next = pump.next();
      rows = next.iterator();
      return !next.isEmpty();
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
      pump.close();
    } catch (SQLException e) {
      throw classifier.apply(e);
    }
  }

  /** A byte array output whose bytes can be read without a copy of them all. */
  private static final class Bytes extends ByteArrayOutputStream {
    Bytes() {
      super(FILL + FILL / 4);
    }

    byte at(int index) {
      return buf[index];
    }

    void copy(int from, byte[] target, int offset, int length) {
      System.arraycopy(buf, from, target, offset, length);
    }
  }
}
