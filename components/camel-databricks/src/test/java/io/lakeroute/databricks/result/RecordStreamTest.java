// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.metrics.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordStreamTest {

  private static final Runnable NOBODY = () -> {};

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void encodes_all_rows_and_gives_back_the_source() throws Exception {
    Numbers source = new Numbers(3_000);
    AtomicLong rows = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    Measurements measured =
        new Measurements() {
          @Override
          public void rows(long count) {
            rows.addAndGet(count);
          }

          @Override
          public void bytes(long count) {
            bytes.addAndGet(count);
          }
        };
    byte[] all;
    try (RecordStream stream =
        new RecordStream(
            pumped(source),
            StreamFormat.JSON_LINES,
            measured,
            RecordStreamTest::classify,
            NOBODY)) {
      all = stream.readAllBytes();
    }

    assertThat(new String(all, StandardCharsets.UTF_8).lines())
        .hasSize(3_000)
        .startsWith("{\"n\":0}")
        .endsWith("{\"n\":2999}");
    assertThat(source.closed).hasValue(1);
    assertThat(rows).hasValue(3_000);
    assertThat(bytes).hasValue(all.length);
  }

  @Test
  void reads_no_further_than_a_few_thousand_rows_ahead() throws Exception {
    Numbers source = new Numbers(1_000_000);
    try (RecordStream stream = stream(source)) {
      assertThat(stream.read()).isEqualTo('{');
      await().until(() -> source.given.get() >= 4_096);
      assertThat(source.given).hasValueLessThan(20_000);
    }
  }

  @Test
  void gives_back_the_source_when_it_is_closed_in_the_middle() throws Exception {
    Numbers source = new Numbers(1_000_000);
    RecordStream stream = stream(source);
    stream.read();

    stream.close();
    stream.close();

    await().until(() -> source.closed.get() == 1);
    assertThatThrownBy(() -> stream.readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessage("The stream of rows is closed");
  }

  @Test
  void takes_no_thread_when_nobody_reads() throws Exception {
    Numbers source = new Numbers(10);

    new RecordStream(
            new RowPump(
                source,
                RecordStream.PORTION,
                task -> {
                  throw new AssertionError();
                }),
            StreamFormat.CSV,
            Measurements.NONE,
            RecordStreamTest::classify,
            NOBODY)
        .close();

    assertThat(source.closed).hasValue(1);
  }

  @Test
  void says_why_it_broke_off_and_gives_back_the_source() {
    Numbers source = new Numbers(1_000);
    source.failAt = 600;

    assertThatThrownBy(() -> stream(source).readAllBytes())
        .isInstanceOf(DatabricksException.class)
        .hasMessage("broken");
    await().until(() -> source.closed.get() == 1);
  }

  @Test
  void batches_hold_as_many_rows_as_asked_for() {
    BatchIterator batches = batches(new Numbers(25), 10, NOBODY);

    assertThat(batches).toIterable().extracting(RecordBatch::size).containsExactly(10, 10, 5);
  }

  @Test
  void tells_once_and_on_the_reading_thread_that_all_rows_are_consumed() {
    List<Thread> told = new ArrayList<>();
    BatchIterator batches = batches(new Numbers(25), 10, () -> told.add(Thread.currentThread()));
    while (batches.hasNext()) {
      batches.next();
    }

    assertThat(batches.hasNext()).isFalse();
    assertThat(told).containsExactly(Thread.currentThread());
  }

  @Test
  void batches_that_nobody_reads_to_the_end_give_back_the_source() {
    Numbers source = new Numbers(1_000_000);
    BatchIterator batches = batches(source, 100, NOBODY);
    assertThat(batches.next().row(0)).containsExactly(0L);

    batches.close();

    await().until(() -> source.closed.get() == 1);
    assertThat(batches.hasNext()).isFalse();
  }

  private RecordStream stream(RowSource source) {
    return new RecordStream(
        pumped(source),
        StreamFormat.JSON_LINES,
        Measurements.NONE,
        RecordStreamTest::classify,
        NOBODY);
  }

  private BatchIterator batches(RowSource source, int size, Runnable atEnd) {
    return new BatchIterator(
        new RowPump(source, size, threads),
        size,
        Measurements.NONE,
        RecordStreamTest::classify,
        atEnd);
  }

  private RowPump pumped(RowSource source) {
    return new RowPump(source, RecordStream.PORTION, threads);
  }

  private static DatabricksException classify(SQLException e) {
    return new DatabricksException(Reason.UNAVAILABLE, e.getMessage());
  }

  /** Counts up. */
  private static final class Numbers implements RowSource {
    private final int count;
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private int failAt = -1;

    Numbers(int count) {
      this.count = count;
    }

    @Override
    public List<Column> columns() {
      return List.of(new Column("n", "BIGINT"));
    }

    @Override
    public Rows read(int maxRows) throws SQLException {
      List<Object[]> rows = new ArrayList<>();
      while (rows.size() < maxRows && given.get() < count) {
        if (given.get() == failAt) {
          throw new SQLException("broken");
        }
        rows.add(new Object[] {(long) given.getAndIncrement()});
      }
      return Rows.of(rows);
    }

    @Override
    public boolean truncated() {
      return false;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
