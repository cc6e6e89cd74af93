// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lakeroute.workspace.http.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.IntervalStringStyles;
import org.apache.spark.sql.catalyst.util.IntervalUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/**
 * Renders values as the JSON_ARRAY format does: every one as text, timestamps cut to milliseconds;
 * immutable.
 */
final class JsonValues {

  private static final DateTimeFormatter WALL_CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder()
          .append(WALL_CLOCK)
          .appendOffset("+HH:MM", "Z")
          .toFormatter(Locale.ROOT);

  private final ZoneId zone;

  JsonValues(String timeZone) {
    this.zone = ZoneId.of(timeZone, ZoneId.SHORT_IDS);
  }

  /** The value of a column: text (also for nested values, which are JSON in the text) or null. */
  JsonNode column(SpecializedGetters row, int i, DataType type) {
    var node = value(row, i, type);
    return node.isContainerNode() ? TextNode.valueOf(node.toString()) : node;
  }

  private JsonNode value(SpecializedGetters values, int i, DataType type) {
    if (type instanceof NullType || values.isNullAt(i)) {
      return JsonNodeFactory.instance.nullNode();
    }
    if (type instanceof ArrayType array) {
      var node = Json.MAPPER.createArrayNode();
      var elements = values.getArray(i);
      for (int k = 0; k < elements.numElements(); k++) {
        node.add(value(elements, k, array.elementType()));
      }
      return node;
    }
    if (type instanceof MapType map) {
      var node = Json.object();
      var entries = values.getMap(i);
      for (int k = 0; k < entries.numElements(); k++) {
        node.set(
            text(entries.keyArray(), k, map.keyType()),
            value(entries.valueArray(), k, map.valueType()));
      }
      return node;
    }
    if (type instanceof StructType struct) {
      var node = Json.object();
      var fields = values.getStruct(i, struct.length());
      for (int k = 0; k < struct.length(); k++) {
        var field = struct.fields()[k];
        node.set(field.name(), value(fields, k, field.dataType()));
      }
      return node;
    }
    return TextNode.valueOf(text(values, i, type));
  }

  private String text(SpecializedGetters values, int i, DataType type) {
    if (type instanceof DecimalType decimal) {
      return values
          .getDecimal(i, decimal.precision(), decimal.scale())
          .toJavaBigDecimal()
          .toPlainString();
    }
    if (type instanceof DateType) {
      return LocalDate.ofEpochDay(values.getInt(i)).toString();
    }
    if (type instanceof TimestampType) {
      return INSTANT.format(wallClock(values.getLong(i), zone));
    }
    if (type instanceof TimestampNTZType) {
      return WALL_CLOCK.format(wallClock(values.getLong(i), ZoneOffset.UTC));
    }
    if (type instanceof YearMonthIntervalType interval) {
      return IntervalUtils.toYearMonthIntervalString(
          values.getInt(i),
          IntervalStringStyles.ANSI_STYLE(),
          interval.startField(),
          interval.endField());
    }
    if (type instanceof DayTimeIntervalType interval) {
      return IntervalUtils.toDayTimeIntervalString(
          values.getLong(i),
          IntervalStringStyles.ANSI_STYLE(),
          interval.startField(),
          interval.endField());
    }
    if (type instanceof BinaryType) {
      return Base64.getEncoder().encodeToString(values.getBinary(i));
    }
    return String.valueOf(values.get(i, type));
  }

  private static ZonedDateTime wallClock(long micros, ZoneId zone) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atZone(zone);
  }
}
