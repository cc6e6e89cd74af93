// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many rows are held where nothing declares the columns. */
class RowSampleTest {

  @Test
  void takes_10_000_short_rows() {
    assertThat(taken("a")).isEqualTo(10_000);
  }

  @ParameterizedTest
  @MethodSource
  void takes_fewer_long_rows(Object value) {
    assertThat(taken(value)).isEqualTo(8);
  }

  static Stream<Object> takes_fewer_long_rows() {
    return Stream.of(
        "a".repeat(1_000_000),
        new byte[1_000_000],
        ByteBuffer.allocate(1_000_000),
        List.of("a".repeat(500_000), "b".repeat(500_000)),
        Map.of("a", Map.of("b", "c".repeat(1_000_000))));
  }

  private static int taken(Object value) {
    List<Map<String, Object>> sample = new ArrayList<>();
    RowSample.take(Stream.generate(() -> Map.of("x", value)).limit(20_000).iterator(), sample);
    return sample.size();
  }
}
