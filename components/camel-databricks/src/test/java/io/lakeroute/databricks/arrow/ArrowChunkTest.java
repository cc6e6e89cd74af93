// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.result.Rows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams as a whole: their rows in order, and what becomes of damaged ones. */
class ArrowChunkTest {

  private static final int ROWS = 5;

  private final ArrowStreams arrow = new ArrowStreams();
  private BigIntVector numbers;
  private VarCharVector texts;

  @BeforeEach
  void fill() {
    numbers = new BigIntVector("n", arrow.allocator());
    texts = new VarCharVector("t", arrow.allocator());
    for (int i = 0; i < ROWS; i++) {
      numbers.setSafe(i, i);
      texts.setSafe(i, ("text " + i).getBytes(StandardCharsets.UTF_8));
    }
    numbers.setValueCount(ROWS);
    texts.setValueCount(ROWS);
  }

  @AfterEach
  void close() {
    numbers.close();
    texts.close();
    arrow.close();
  }

  @Test
  void gives_rows_in_order_and_in_portions_that_end_with_a_batch() throws IOException {
    ArrowChunk chunk = ArrowStreams.read(stream(2), 2);
    List<Object> ids = new ArrayList<>();
    List<Integer> portions = new ArrayList<>();
    for (Rows rows = chunk.take(3); rows.size() > 0; rows = chunk.take(3)) {
      portions.add(rows.size());
      for (int i = 0; i < rows.size(); i++) {
        ids.add(rows.row(i)[0]);
      }
    }

    assertThat(chunk.rows()).isEqualTo(2 * ROWS);
    assertThat(portions).containsExactly(3, 2, 3, 2);
    assertThat(ids).containsExactly(0L, 1L, 2L, 3L, 4L, 0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void has_no_row_beyond_its_portion() throws IOException {
    Rows rows = ArrowStreams.read(stream(1), 2).take(2);

    assertThatThrownBy(() -> rows.row(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void a_stream_may_have_no_batch() throws IOException {
    ArrowChunk chunk = ArrowStreams.read(stream(0), 2);

    assertThat(chunk.rows()).isZero();
    assertThat(chunk.take(1).size()).isZero();
  }

  @Test
  void a_stream_cut_off_anywhere_gives_whole_batches_or_none() throws IOException {
    byte[] whole = stream(3);
    for (int length = 0; length < whole.length; length++) {
      try {
        assertThat(ArrowStreams.read(Arrays.copyOf(whole, length), 2).rows() % ROWS).isZero();
      } catch (ArrowFormatException e) {
        assertThat(e.getMessage())
            .isIn(
                "The Arrow stream is cut off",
                "The Arrow stream does not begin with a schema",
                "What came is no Arrow stream, or is cut off");
      }
    }
  }

  @Test
  void a_damaged_stream_fails_as_such_or_gives_all_its_rows() {
    damage(7, 2_000);
  }

  @Test
  @Tag("matrix")
  void many_damaged_streams_fail_as_such_or_give_all_their_rows() {
    damage(System.nanoTime(), 20_000);
  }

  private void damage(long seed, int times) {
    Random random = new Random(seed);
    byte[] whole = stream(2);
    for (int i = 0; i < times; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        ArrowChunk chunk = ArrowStreams.read(damaged, 2);
        for (Rows rows = chunk.take(100); rows.size() > 0; rows = chunk.take(100)) {
          for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.row(row)).hasSize(2);
          }
        }
      } catch (IOException | UnsupportedArrowException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void says_how_many_columns_are_missing() {
    assertThatThrownBy(() -> ArrowStreams.read(stream(1), 3))
        .isInstanceOf(ArrowFormatException.class)
        .hasMessage("The Arrow stream has 2 columns instead of 3");
  }

  @Test
  void takes_no_web_page_for_rows() {
    assertThatThrownBy(
            () -> ArrowStreams.read("<html>no</html>".getBytes(StandardCharsets.UTF_8), 1))
        .isInstanceOf(ArrowFormatException.class)
        .hasMessage("What came is no Arrow stream, or is cut off");
  }

  @Test
  void refuses_a_file_compressed_with_lz4() {
    byte[] frame = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0x184D2204).array();

    assertThatThrownBy(() -> ArrowStreams.read(frame, 1))
        .isInstanceOf(UnsupportedArrowException.class)
        .hasMessage("The result is compressed with LZ4");
  }

  @Test
  void names_the_column_of_a_type_that_it_leaves_out() {
    assertRefused(new LargeVarCharVector("wide", arrow.allocator()), "is of the type LargeUtf8");
    assertRefused(new UInt4Vector("wide", arrow.allocator()), "is of an unsigned type");
  }

  private static void assertRefused(FieldVector vector, String why) {
    try (vector) {
      vector.allocateNew();
      vector.setValueCount(1);
      assertThatThrownBy(() -> ArrowStreams.read(ArrowStreams.write(1, vector), 1))
          .isInstanceOf(UnsupportedArrowException.class)
          .hasMessage("Column 'wide' " + why);
    }
  }

  private byte[] stream(int batches) {
    return ArrowStreams.write(batches, numbers, texts);
  }
}
