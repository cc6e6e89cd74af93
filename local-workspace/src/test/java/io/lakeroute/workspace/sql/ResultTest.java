// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ResultTest {

  private final Result result = result(60, 50, 100, 10);

  @Test
  void cuts_chunks_between_batches_and_counts_their_rows_on() {
    var chunks = result.chunks(110);
    assertThat(chunks).extracting(Result.Chunk::bytes).containsExactly(110L, 110L);
    assertThat(chunks).extracting(Result.Chunk::rowOffset).containsExactly(0L, 2L);
    assertThat(chunks).extracting(Result.Chunk::index).containsExactly(0, 1);
  }

  @Test
  void gives_a_batch_that_is_larger_than_a_chunk_a_chunk_of_its_own() {
    assertThat(result.chunks(20)).extracting(Result.Chunk::rows).containsExactly(1L, 1L, 1L, 1L);
  }

  @Test
  void says_that_a_byte_limit_cut_it() {
    assertThat(result.limitedTo(115).rows()).isEqualTo(2);
    assertThat(result.limitedTo(115).truncated()).isTrue();
    assertThat(result.limitedTo(220)).isSameAs(result);
  }

  @Test
  void writes_as_many_bytes_as_it_announces() throws Exception {
    var out = new ByteArrayOutputStream();
    result.writeArrow(result.batches(), out);
    assertThat(out.size()).isEqualTo((int) result.arrowLength(result.batches()));
  }

  private static Result result(int... lengths) {
    var batches =
        Arrays.stream(lengths)
            .mapToObj(length -> (Batch) new Batch.Held(1, new byte[length]))
            .toList();
    var schema = new StructType();
    return new Result(
        schema, schema, new byte[8], "UTC", List.copyOf(batches), false, Optional.empty());
  }
}
