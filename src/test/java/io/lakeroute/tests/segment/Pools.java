// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The few values of each type that rows and segments share, so that they often meet. Each number
 * and text has a mark that no statement may contain; immutable.
 */
final class Pools {

  /** What no SQL text may contain: marks of numbers, texts and times. */
  static final List<String> MARKS = List.of("731", "zq", "qz", "2025", "2026");

  /** Times of requests: a plain one, and nights in which clocks change. */
  static final List<Instant> AS_OF =
      Stream.of(
              "2026-11-28T12:00:00Z",
              "2026-03-29T00:30:00Z",
              "2026-10-25T01:00:00.000001Z",
              "2026-11-01T06:15:00Z",
              "2026-04-04T15:10:00Z",
              "2026-04-24T09:00:00Z")
          .map(Instant::parse)
          .toList();

  static final List<ZoneId> ZONES =
      Stream.of(
              "UTC",
              "Europe/Berlin",
              "America/New_York",
              "Asia/Kolkata",
              "Africa/Cairo",
              "Australia/Lord_Howe",
              "Pacific/Apia")
          .map(ZoneId::of)
          .toList();

  private static final List<String> TEXTS =
      List.of(
          "",
          "zq",
          "zqqz",
          "ZQqz",
          "zq'; DROP TABLE people; --qz",
          "zq\"said\"qz",
          "zq\\back\\qz",
          "zq%wild_qz",
          "zq_wild%qz",
          "zq:p1 ?{x}${y}qz",
          "zq`tick`qz",
          "zq\nlines\tqz",
          "zq😀qz",
          "zq～qz",
          "zqéqz",
          "zqe\u0301qz",
          " zqqz ",
          "zq\0qz");

  /** Besides parts of the texts: what would match if it were a pattern. */
  static final List<String> PARTS = List.of("", "zq%", "%qz", "zq_", "_qz", "zq.*", "zq\\", "ZQ");

  private static final List<Long> SMALL =
      List.of(-73_150L, 73_100L, 73_101L, 73_102L, 73_103L, 73_104L);
  private static final List<Long> BIG =
      List.of(
          -7_310_000_000_001L, 7_310_000_000_001L, 7_310_000_000_002L, 7_310_000_000_003L, 73_101L);
  private static final List<BigDecimal> MONEY =
      Stream.of("-731.50", "731.00", "731.25", "731.26", "7310.10", "731.99")
          .map(BigDecimal::new)
          .toList();
  // Sums of these are the same in any order.
  private static final List<Double> TWICE =
      List.of(-731.5, 731.0, 731.125, 731.25, 731.5, 73_100.75);
  // 731.1 is another number as FLOAT than as DOUBLE.
  private static final List<Float> SINGLE = List.of(-731.5f, 731.0f, 731.125f, 731.1f, 731.5f);
  private static final List<Instant> AT = instants();
  private static final List<LocalDateTime> WALL = walls();
  private static final List<LocalDate> DAY =
      List.copyOf(new TreeSet<>(WALL.stream().map(LocalDateTime::toLocalDate).toList()));

  private Pools() {}

  /** Values of a scalar type. */
  static List<?> of(Kind kind) {
    return switch (kind) {
      case TEXT -> TEXTS;
      case SMALL -> SMALL;
      case BIG -> BIG;
      case MONEY -> MONEY;
      case TWICE -> TWICE;
      case SINGLE -> SINGLE;
      case FLAG -> List.of(true, false);
      case DAY -> DAY;
      case AT -> AT;
      case WALL -> WALL;
      case WORDS, NUMBERS -> throw new IllegalArgumentException("arrays are drawn");
    };
  }

  static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A value of any type, which may be an array with NULL in it. */
  static Object draw(Random random, Kind kind) {
    if (!kind.array()) {
      return pick(random, of(kind));
    }
    Object[] elements = new Object[random.nextInt(4)];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = random.nextInt(5) == 0 ? null : draw(random, kind.element());
    }
    return Arrays.asList(elements);
  }

  /** Windows begin and end at, just before and just after some of them. */
  private static List<Instant> instants() {
    Set<Instant> all = new TreeSet<>();
    for (Instant asOf : AS_OF) {
      for (ZoneId zone : ZONES.subList(0, 4)) {
        for (int days : List.of(0, 1, 7, 30, 90, 365)) {
          Instant earlier = asOf.atZone(zone).minusDays(days).toInstant();
          all.add(earlier);
          all.add(earlier.atZone(zone).truncatedTo(ChronoUnit.DAYS).toInstant());
        }
      }
      all.add(asOf.minus(1, ChronoUnit.MICROS));
      all.add(asOf.plus(1, ChronoUnit.MICROS));
      all.add(asOf.minus(1, ChronoUnit.HOURS));
      all.add(asOf.truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS));
    }
    return List.copyOf(all);
  }

  private static List<LocalDateTime> walls() {
    Set<LocalDateTime> all = new LinkedHashSet<>();
    List<Instant> instants = instants();
    for (int i = 0; i < instants.size(); i++) {
      ZoneId zone = i % 3 == 0 ? ZoneId.of("America/New_York") : ZoneOffset.UTC;
      all.add(LocalDateTime.ofInstant(instants.get(i), zone));
    }
    List<LocalDateTime> sorted = new ArrayList<>(all);
    sorted.sort(Comparator.naturalOrder());
    return List.copyOf(sorted);
  }
}
