// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reads the rows of another source ahead on a thread of its own, a few thousand at most, so that
 * decoding and encoding share the work. For one reading thread; closing is safe from any thread.
 */
public final class RowPump implements RowSource {

  private static final int ROWS_AHEAD = 4_096;
  private static final long PUT_CHECK_MILLIS = 200;
  private static final long CLOSE_WAIT_SECONDS = 5;

  private final RowSource source;
  private final Executor threads;
  private final int portion;
  private final BlockingQueue<Step> queue;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean abandoned;

  /** What the reading thread hands over. */
  private sealed interface Step {
    record Some(Rows rows) implements Step {}

    record End() implements Step {}

    record Failure(Exception cause) implements Step {}
  }

  /**
   * @param portion rows to hand over at once, at most
   * @param threads for the thread that reads ahead, taken when the first rows are asked for
   */
  public RowPump(RowSource source, int portion, Executor threads) {
    this.source = source;
    this.portion = portion;
    this.threads = threads;
    this.queue = new ArrayBlockingQueue<>(Math.max(1, ROWS_AHEAD / portion));
  }

  @Override
  public List<Column> columns() {
    return source.columns();
  }

  /** The next portion, however many rows are asked for. */
  @Override
  public Rows read(int maxRows) throws SQLException, InterruptedException {
    if (started.compareAndSet(false, true)) {
      threads.execute(this::pump);
    }
    Step step = queue.take();
    if (step instanceof Step.Some some) {
      return some.rows();
    }
    queue.put(step); // The end stays the end, however often somebody asks.
    if (step instanceof Step.Failure failure) {
      if (failure.cause() instanceof SQLException sql) {
        throw sql;
      }
      throw (RuntimeException) failure.cause();
    }
    return Rows.NONE;
  }

  @Override
  public boolean truncated() {
    return source.truncated();
  }

  private void pump() {
    Step last = new Step.End();
    try (source) {
      Rows rows = source.read(portion);
      while (rows.size() > 0 && hand(new Step.Some(rows))) {
        rows = source.read(portion);
      }
    } catch (SQLException | RuntimeException e) {
      last = new Step.Failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      last = new Step.Failure(new IllegalStateException("Interrupted while reading ahead", e));
    } finally {
      hand(last);
      ended.countDown();
    }
  }

  /** False once nobody wants it any more. */
  private boolean hand(Step step) {
    try {
      while (!abandoned) {
        if (queue.offer(step, PUT_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  /** Ends the reading thread, which then gives back what the source holds. */
  @Override
  public void close() throws SQLException {
    abandoned = true;
    if (started.compareAndSet(false, true)) {
      source.close();
      ended.countDown();
      return;
    }
    queue.clear();
    queue.offer(new Step.Failure(new IllegalStateException("The rows are closed")));
    try {
      if (!ended.await(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS)) {
        return; // It ends by itself as soon as the driver returns; the driver takes no interruption
        // well.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
