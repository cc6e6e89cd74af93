// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.arrow.ArrowChunk;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.JoinedRows;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.result.Rows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The rows of a statement, fetched from object storage ahead of their reader. For one reading
 * thread; closing is safe from any thread.
 *
 * <p>In memory are what is left of the chunk that is read and {@value #AHEAD} chunks after it, of
 * about 20 MB each; before the first row is asked for, the first chunk only.
 */
public final class LinkedRows implements RowSource {

  private static final int AHEAD = 2;

  private final LinkedStatement statement;
  private final ChunkLoader loader;
  private final Executor threads;
  private final Runnable whenClosed;
  private final Queue<CompletableFuture<ArrowChunk>> ahead = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private Optional<ArrowChunk> current = Optional.empty();
  private long nextChunk;
  private long fetched;
  private long bytes;

  LinkedRows(LinkedStatement statement, ChunkLoader loader, Executor threads, Runnable whenClosed) {
    this.statement = statement;
    this.loader = loader;
    this.threads = threads;
    this.whenClosed = whenClosed;
  }

  /**
   * Waits for the first chunk.
   *
   * @throws LinksUnusableException when it cannot be had
   */
  void start() throws InterruptedException {
    fetchAhead(1);
    take();
  }

  @Override
  public List<Column> columns() {
    return statement.columns();
  }

  @Override
  public Rows read(int maxRows) throws InterruptedException {
    List<Rows> parts = new ArrayList<>(1);
    int wanted = maxRows;
    fetchAhead(AHEAD);
    while (wanted > 0 && current.isPresent()) {
      Rows part = current.get().take(wanted);
      if (part.size() == 0) {
        nextChunk();
      } else {
        parts.add(part);
        wanted -= part.size();
      }
    }
    return parts.isEmpty() ? Rows.NONE : JoinedRows.of(parts);
  }

  private void nextChunk() throws InterruptedException {
    current = Optional.empty();
    fetchAhead(AHEAD + 1);
    take();
  }

  private void take() throws InterruptedException {
    CompletableFuture<ArrowChunk> next = ahead.poll();
    if (next == null) {
      end();
      return;
    }
    try {
      ArrowChunk chunk = next.get();
      fetched += chunk.rows();
      bytes += chunk.bytes();
      current = Optional.of(chunk);
    } catch (ExecutionException e) {
      close();
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private void fetchAhead(int chunks) {
    while (!closed.get() && ahead.size() < chunks && nextChunk < statement.chunks()) {
      long index = nextChunk++;
      ahead.add(CompletableFuture.supplyAsync(() -> loader.load(index), threads));
    }
  }

  private void end() {
    boolean complete = closed.get() || fetched == statement.rows();
    close();
    if (!complete) {
      throw new DatabricksException(
          Reason.UNAVAILABLE,
          "The result on "
              + statement.connection()
              + " ended after "
              + fetched
              + " of "
              + statement.rows()
              + " rows. Run the statement again.");
    }
  }

  @Override
  public boolean truncated() {
    return statement.truncated();
  }

  @Override
  public long bytes() {
    return bytes;
  }

  /** Breaks off the downloads and gives up the result. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      loader.close();
      whenClosed.run();
    }
  }
}
