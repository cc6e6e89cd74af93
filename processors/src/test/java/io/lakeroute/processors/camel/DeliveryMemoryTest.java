// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A million rows of 140 bytes; with -Xmx40m, too. */
@Tag("matrix")
class DeliveryMemoryTest {

  private static final int ROWS = 1_000_000;

  @TempDir Path folder;

  private static Iterator<Map<String, Object>> rows(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            id ->
                Map.<String, Object>of(
                    "id", id, "email", "customer" + id + "@example.org", "text", "x".repeat(100)))
        .iterator();
  }

  @ParameterizedTest
  @CsvSource({"csv,none", "jsonl,gzip"})
  void a_million_rows_of_one_message_are_read_and_delivered_bit_by_bit(
      String format, String compression) throws Exception {
    Path out = folder.resolve("out");
    try (var rig =
        DeliveryRig.start(
            folder.resolve("parts"),
            step -> {
              step.setEndpoint("file:" + out);
              step.setFormat(format);
              step.setCompression(compression);
              step.setFileName("all");
            })) {
      assertThat(rig.send(rows(0, ROWS), Map.of()).getException()).isNull();
    }
    assertThat(Files.readString(out.resolve("all.manifest.json"))).contains("\"rows\" : 1000000");
  }

  @Test
  void a_million_rows_in_batches_are_one_file() throws Exception {
    Path out = folder.resolve("out");
    int batch = 1000;
    try (var rig =
        DeliveryRig.start(folder.resolve("parts"), step -> step.setEndpoint("file:" + out))) {
      for (int index = 0; index < ROWS / batch; index++) {
        int from = index * batch;
        var headers = DeliveryRig.batch(index, from, batch, from + batch == ROWS);
        assertThat(rig.send(rows(from, from + batch), headers).getException()).isNull();
      }
    }
    assertThat(Files.readString(out.resolve("segment-r1.csv.manifest.json")))
        .contains("\"rows\" : 1000000");
  }
}
