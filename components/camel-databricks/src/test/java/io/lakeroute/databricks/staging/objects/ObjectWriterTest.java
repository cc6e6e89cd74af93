// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ObjectWriterTest {

  private static final int MIB = 1 << 20;

  private final MemoryStore store = new MemoryStore(4 * MIB);

  @ParameterizedTest
  @EnumSource
  void a_long_row_that_does_not_fit_begins_the_next_object(ObjectFormat format) {
    String small = "a".repeat(1_000);
    String large = "ä".repeat(MIB);
    try (ObjectWriter writer = writer(format)) {
      for (int row = 0; row < 2_800; row++) {
        writer.add(new String[] {small, null});
      }
      writer.add(new String[] {large, "last"});
      writer.finish();

      assertThat(writer.objects()).hasSize(2);
    }
    List<byte[]> objects = List.copyOf(store.objects().values());
    assertThat(objects.get(0)).hasSizeBetween(2_800_000, 3 * MIB);
    assertThat(text(objects.get(1))).contains(large, "last");
  }

  @Test
  void small_rows_fill_objects_to_their_size() {
    try (ObjectWriter writer = writer(ObjectFormat.JSONL)) {
      for (int row = 0; row < 6_000; row++) {
        writer.add(new String[] {"a".repeat(1_000), null});
      }
      writer.finish();

      assertThat(writer.objects()).hasSize(2);
    }
    assertThat(store.objects().values().iterator().next()).hasSizeGreaterThan(3 * MIB - 10_000);
  }

  @Test
  void names_of_objects_have_ASCII_digits_in_every_locale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("fa"));
    try (ObjectWriter writer = writer(ObjectFormat.JSONL)) {
      writer.add(new String[] {"a", "b"});
      writer.finish();

      assertThat(writer.objects()).containsExactly("part-00000.jsonl");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_compressed_object_that_is_given_up_frees_its_memory() throws IOException {
    ObjectSeries objects = new ObjectSeries(store, "run", "jsonl", true);
    OutputStream out = objects.out();

    objects.close();

    assertThatThrownBy(() -> out.write(1)).hasMessageContaining("Deflater has been closed");
  }

  private ObjectWriter writer(ObjectFormat format) {
    return new ObjectWriter(
        store,
        new ObjectWriter.Layout("run", format, false, 64L * MIB),
        List.of("first", "second"));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
