// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.Test;

/** The values of each type, written by Arrow's own library. */
class ArrowValuesTest extends ArrowVectors {

  private static final long MICROS = 1_000_000;

  @Test
  void reads_whole_numbers() throws IOException {
    TinyIntVector bytes = opened(new TinyIntVector("c", arrow.allocator()));
    SmallIntVector shorts = opened(new SmallIntVector("c", arrow.allocator()));
    IntVector ints = opened(new IntVector("c", arrow.allocator()));
    BigIntVector longs = opened(new BigIntVector("c", arrow.allocator()));
    bytes.setSafe(0, -128);
    shorts.setSafe(0, -32768);
    ints.setSafe(0, Integer.MIN_VALUE);
    longs.setSafe(0, Long.MIN_VALUE);
    for (FieldVector vector : List.of(bytes, shorts, ints, longs)) {
      vector.setValueCount(2);
    }

    assertThat(values(bytes)).containsExactly(-128L, null);
    assertThat(values(shorts)).containsExactly(-32768L, null);
    assertThat(values(ints)).containsExactly((long) Integer.MIN_VALUE, null);
    assertThat(values(longs)).containsExactly(Long.MIN_VALUE, null);
  }

  @Test
  void reads_fractions_and_keeps_a_float_short() throws IOException {
    Float4Vector floats = opened(new Float4Vector("c", arrow.allocator()));
    Float8Vector doubles = opened(new Float8Vector("c", arrow.allocator()));
    floats.setSafe(0, 0.1f);
    floats.setSafe(1, Float.NEGATIVE_INFINITY);
    doubles.setSafe(0, 0.1);
    doubles.setSafe(1, Double.NaN);
    floats.setValueCount(3);
    doubles.setValueCount(3);

    assertThat(values(floats)).containsExactly(0.1, Double.NEGATIVE_INFINITY, null);
    assertThat(values(doubles)).containsExactly(0.1, Double.NaN, null);
    assertThat(json(doubles)).isEqualTo("{\"c\":0.1}\n{\"c\":\"NaN\"}\n{\"c\":null}\n");
  }

  @Test
  void reads_decimals_of_every_size() throws IOException {
    var decimals = opened(new org.apache.arrow.vector.DecimalVector("c", arrow.allocator(), 38, 3));
    List<BigDecimal> numbers =
        List.of(
            new BigDecimal("-0.005"),
            new BigDecimal("0.000"),
            new BigDecimal("9223372036854775.807"),
            new BigDecimal("-9223372036854775.808"),
            new BigDecimal("9223372036854775.808"),
            new BigDecimal("-12345678901234567890123456789012345.678"),
            new BigDecimal("99999999999999999999999999999999999.999"));
    for (int i = 0; i < numbers.size(); i++) {
      decimals.setSafe(i, numbers.get(i));
    }
    decimals.setValueCount(numbers.size());

    assertThat(values(decimals)).isEqualTo(numbers);
    assertThat(json(decimals).lines())
        .isEqualTo(numbers.stream().map(n -> "{\"c\":" + n.toPlainString() + "}").toList());
  }

  @Test
  void reads_text_with_its_escapes() throws IOException {
    List<String> texts = List.of("", "plain", "a\"b\\c\nd\u0001", "é😀", "x".repeat(5_000));
    VarCharVector vector =
        texts(texts.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList());

    assertThat(values(vector)).isEqualTo(texts);
  }

  @Test
  void replaces_what_is_no_well_formed_utf8() throws IOException {
    VarCharVector vector = texts(List.of(new byte[] {'a', (byte) 0xC3, 'b'}));

    assertThat(values(vector)).containsExactly("a\uFFFDb");
    assertThat(json(vector)).isEqualTo("{\"c\":\"a\uFFFDb\"}\n");
  }

  @Test
  void reads_booleans_binary_and_nothing() throws IOException {
    BitVector bits = opened(new BitVector("c", arrow.allocator()));
    VarBinaryVector binary = opened(new VarBinaryVector("c", arrow.allocator()));
    FieldVector nothing = opened(new org.apache.arrow.vector.NullVector("c", 3));
    for (int i = 0; i < 9; i++) {
      bits.setSafe(i, i % 3 == 0 ? 1 : 0);
    }
    binary.setSafe(0, new byte[] {0, (byte) 0xFF});
    bits.setValueCount(10);
    binary.setValueCount(2);

    assertThat(values(bits))
        .containsExactly(true, false, false, true, false, false, true, false, false, null);
    assertThat(values(binary)).containsExactly(new byte[] {0, (byte) 0xFF}, null);
    assertThat(json(binary)).isEqualTo("{\"c\":\"AP8=\"}\n{\"c\":null}\n");
    assertThat(values(nothing)).containsExactly(null, null, null);
  }

  @Test
  void reads_days_and_moments_whatever_the_zone_of_the_jvm() throws IOException {
    DateDayVector days = opened(new DateDayVector("c", arrow.allocator()));
    TimeStampMicroTZVector instants =
        opened(new TimeStampMicroTZVector("c", arrow.allocator(), "Asia/Tokyo"));
    TimeStampMicroVector wallClocks = opened(new TimeStampMicroVector("c", arrow.allocator()));
    List<Instant> moments =
        List.of(
            Instant.parse("2024-03-10T02:30:00.123456Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.100Z"));
    for (int i = 0; i < moments.size(); i++) {
      Instant moment = moments.get(i);
      long micros = moment.getEpochSecond() * MICROS + moment.getNano() / 1_000;
      instants.setSafe(i, micros);
      wallClocks.setSafe(i, micros);
    }
    days.setSafe(0, (int) LocalDate.parse("1582-10-10").toEpochDay());
    days.setSafe(1, (int) LocalDate.parse("9999-12-31").toEpochDay());
    days.setValueCount(2);
    instants.setValueCount(moments.size());
    wallClocks.setValueCount(moments.size());
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try {
      assertThat(values(days))
          .containsExactly(LocalDate.parse("1582-10-10"), LocalDate.parse("9999-12-31"));
      assertThat(values(instants)).isEqualTo(moments);
      assertThat(values(wallClocks))
          .startsWith(LocalDateTime.parse("2024-03-10T02:30:00.123456"))
          .hasSize(moments.size());
      assertThat(json(instants).lines())
          .isEqualTo(moments.stream().map(m -> "{\"c\":\"" + m + "\"}").toList());
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void prints_intervals_as_databricks_does() throws IOException {
    IntervalYearVector months = opened(new IntervalYearVector("c", arrow.allocator()));
    DurationVector durations =
        opened(
            new DurationVector(
                "c",
                FieldType.nullable(new ArrowType.Duration(TimeUnit.MICROSECOND)),
                arrow.allocator()));
    months.setSafe(0, 3);
    months.setSafe(1, -14);
    months.setValueCount(3);
    List<Duration> times =
        List.of(Duration.parse("P1DT2H3M4.567S"), Duration.ofHours(-5), Duration.ofNanos(-1_000));
    for (int i = 0; i < times.size(); i++) {
      durations.setSafe(i, times.get(i).toNanos() / 1_000);
    }
    durations.setValueCount(times.size());

    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("fa")); // It has digits of its own.
    try {
      assertThat(values(months)).containsExactly("0-3", "-1-2", null);
      assertThat(values(durations))
          .containsExactly(
              "1 02:03:04.567000000", "-0 05:00:00.000000000", "-0 00:00:00.000001000");
    } finally {
      Locale.setDefault(before);
    }
  }
}
