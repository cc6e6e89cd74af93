// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes positions as few bytes that keep each value's type; stateless. */
final class PositionCodec {

  private static final byte NULL = 0;
  private static final byte LONG = 1;
  private static final byte STRING = 2;
  private static final byte INSTANT = 3;
  private static final byte LOCAL_DATE_TIME = 4;
  private static final byte LOCAL_DATE = 5;
  private static final byte DECIMAL = 6;
  private static final byte DOUBLE = 7;
  private static final byte TRUE = 8;
  private static final byte FALSE = 9;

  private PositionCodec() {}

  static byte[] encode(Map<String, Position> positions) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeShort(positions.size());
      for (Map.Entry<String, Position> each : positions.entrySet()) {
        writeBytes(out, each.getKey().getBytes(StandardCharsets.UTF_8));
        out.writeByte(each.getValue().values().size());
        for (Object value : each.getValue().values()) {
          write(out, value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /** Reads what {@link #encode} wrote: the bytes were authenticated before. */
  static Map<String, Position> decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Map<String, Position> positions = new LinkedHashMap<>();
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        String source = new String(readBytes(in), StandardCharsets.UTF_8);
        List<Object> values = new ArrayList<>();
        for (int columns = in.readUnsignedByte(); columns > 0; columns--) {
          values.add(read(in));
        }
        positions.put(source, new Position(values));
      }
      return positions;
    } catch (IOException e) {
      throw new UncheckedIOException("an authentic cursor ends too early", e);
    }
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof Long number) {
      out.writeByte(LONG);
      out.writeLong(number);
    } else if (value instanceof String text) {
      out.writeByte(STRING);
      writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof Instant instant) {
      out.writeByte(INSTANT);
      out.writeLong(micros(instant));
    } else if (value instanceof LocalDateTime local) {
      out.writeByte(LOCAL_DATE_TIME);
      out.writeLong(micros(local.toInstant(ZoneOffset.UTC)));
    } else if (value instanceof LocalDate date) {
      out.writeByte(LOCAL_DATE);
      out.writeLong(date.toEpochDay());
    } else if (value instanceof BigDecimal decimal) {
      out.writeByte(DECIMAL);
      out.writeInt(decimal.scale());
      writeBytes(out, decimal.unscaledValue().toByteArray());
    } else if (value instanceof Double number) {
      out.writeByte(DOUBLE);
      out.writeDouble(number);
    } else if (value instanceof Boolean flag) {
      out.writeByte(flag ? TRUE : FALSE);
    } else {
      throw new IllegalArgumentException(
          "a sort or key column has values of " + value.getClass() + ", which no cursor can carry");
    }
  }

  private static Object read(DataInputStream in) throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case NULL -> null;
      case LONG -> in.readLong();
      case STRING -> new String(readBytes(in), StandardCharsets.UTF_8);
      case INSTANT -> instant(in.readLong());
      case LOCAL_DATE_TIME -> LocalDateTime.ofInstant(instant(in.readLong()), ZoneOffset.UTC);
      case LOCAL_DATE -> LocalDate.ofEpochDay(in.readLong());
      case DECIMAL -> decimal(in);
      case DOUBLE -> in.readDouble();
      case TRUE -> true;
      case FALSE -> false;
      default -> throw new IOException("unknown type of value " + type);
    };
  }

  private static BigDecimal decimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(readBytes(in)), scale);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("expected " + length + " bytes");
    }
    return bytes;
  }
}
