// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Bytes of text that values are written into directly, because a string for each value costs more
 * than all the rest of a row. For one thread.
 *
 * <p>Dates and moments are in ISO 8601, moments always with seconds and with as many groups of
 * three fraction digits as needed.
 */
final class Utf8Buffer {

  private static final int LATEST_YEAR = 9999;
  private static final int SECONDS_PER_DAY = 86_400;
  private static final int LONGEST_NUMBER = 20;
  private static final int LONGEST_MOMENT = 30;
  private static final long[] POWERS_OF_TEN = powersOfTen();

  private byte[] bytes;
  private int size;

  Utf8Buffer(int capacity) {
    bytes = new byte[capacity];
  }

  private static long[] powersOfTen() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  byte at(int index) {
    return bytes[index];
  }

  void copyTo(int from, byte[] target, int offset, int length) {
    System.arraycopy(bytes, from, target, offset, length);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  void put(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
  }

  void put(byte[] utf8) {
    put(utf8, 0, utf8.length);
  }

  void put(byte[] utf8, int offset, int length) {
    reserve(length);
    System.arraycopy(utf8, offset, bytes, size, length);
    size += length;
  }

  void put(String text) {
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        put(text.substring(i).getBytes(StandardCharsets.UTF_8));
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  void number(long value) {
    if (value == Long.MIN_VALUE) {
      put("-9223372036854775808");
      return;
    }
    reserve(LONGEST_NUMBER);
    long rest = value;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    digits(rest, width(rest));
  }

  /** The decimal {@code unscaled} / 10^{@code scale}, in plain digits. */
  void decimal(long unscaled, int scale) {
    if (unscaled == Long.MIN_VALUE || scale < 0 || scale >= POWERS_OF_TEN.length) {
      put(BigDecimal.valueOf(unscaled, scale).toPlainString());
      return;
    }
    reserve(LONGEST_NUMBER + 2);
    long rest = unscaled;
    if (rest < 0) {
      bytes[size++] = '-';
      rest = -rest;
    }
    long power = POWERS_OF_TEN[scale];
    long whole = rest / power;
    digits(whole, width(whole));
    if (scale > 0) {
      bytes[size++] = '.';
      digits(rest - whole * power, scale);
    }
  }

  void date(long epochDay) {
    LocalDate date = LocalDate.ofEpochDay(epochDay);
    if (plain(date)) {
      reserve(LONGEST_MOMENT);
      day(date);
    } else {
      put(date.toString());
    }
  }

  void instant(long epochSecond, int nano) {
    if (moment(epochSecond, nano)) {
      put('Z');
    } else {
      put(Instant.ofEpochSecond(epochSecond, nano).toString());
    }
  }

  void dateTime(long epochSecond, int nano) {
    if (!moment(epochSecond, nano)) {
      LocalDateTime wallClock = LocalDateTime.ofEpochSecond(epochSecond, nano, ZoneOffset.UTC);
      put(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(wallClock));
    }
  }

  private boolean moment(long epochSecond, int nano) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, SECONDS_PER_DAY));
    if (!plain(date)) {
      return false;
    }
    reserve(LONGEST_MOMENT);
    day(date);
    int second = Math.floorMod(epochSecond, SECONDS_PER_DAY);
    bytes[size++] = 'T';
    digits(second / 3_600, 2);
    bytes[size++] = ':';
    digits(second / 60 % 60, 2);
    bytes[size++] = ':';
    digits(second % 60, 2);
    fraction(nano);
    return true;
  }

  private void fraction(int nano) {
    if (nano == 0) {
      return;
    }
    bytes[size++] = '.';
    if (nano % 1_000_000 == 0) {
      digits(nano / 1_000_000, 3);
    } else if (nano % 1_000 == 0) {
      digits(nano / 1_000, 6);
    } else {
      digits(nano, 9);
    }
  }

  private static boolean plain(LocalDate date) {
    return date.getYear() >= 0 && date.getYear() <= LATEST_YEAR;
  }

  private void day(LocalDate date) {
    digits(date.getYear(), 4);
    bytes[size++] = '-';
    digits(date.getMonthValue(), 2);
    bytes[size++] = '-';
    digits(date.getDayOfMonth(), 2);
  }

  private static int width(long value) {
    int width = 1;
    while (width < POWERS_OF_TEN.length && value >= POWERS_OF_TEN[width]) {
      width++;
    }
    return width;
  }

  /** So many digits, with zeros in front; the room is there. */
  private void digits(long value, int width) {
    long rest = value;
    for (int i = size + width - 1; i >= size; i--) {
      long next = rest / 10;
      bytes[i] = (byte) ('0' + (rest - next * 10));
      rest = next;
    }
    size += width;
  }

  private void reserve(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
    }
  }

  /** The text so far. */
  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }
}
