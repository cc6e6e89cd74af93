// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.databricks.name.ObjectName;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Types with parts: written as JSON, and read back by {@code from_json}, which fails on misfits.
 */
final class NestedTypes {

  private static final JsonFactory JSON = new JsonFactory();

  private NestedTypes() {}

  /** What the three have in common. */
  private interface Nested extends ColumnType {
    @Override
    default String text(Object value) throws Misfit {
      StringWriter text = new StringWriter();
      try (JsonGenerator out = JSON.createGenerator(text)) {
        json(value, out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return text.toString();
    }

    @Override
    default String expression(String text) {
      boolean corrupt = sql().toLowerCase(Locale.ROOT).contains(SqlText.CORRUPT);
      return "from_json(%s, %s, map('mode', 'FAILFAST'%s))"
          .formatted(
              text,
              SqlText.literal(sql()),
              corrupt ? ", 'columnNameOfCorruptRecord', " + SqlText.NO_COLUMN : "");
    }
  }

  /** An ARRAY. */
  record Array(ColumnType element) implements Nested {
    @Override
    public String sql() {
      return "ARRAY<" + element.sql() + ">";
    }

    @Override
    public void json(Object value, JsonGenerator out) throws Misfit, IOException {
      Collection<?> elements;
      if (value instanceof Collection<?> collection) {
        elements = collection;
      } else if (value instanceof Object[] array) {
        elements = Arrays.asList(array);
      } else {
        throw Misfit.ofClass(value, "ARRAY");
      }
      out.writeStartArray();
      int index = 0;
      for (Object each : elements) {
        part(element, each, out, "[" + index++ + "]");
      }
      out.writeEndArray();
    }

    @Override
    public boolean comparable() {
      return element.comparable();
    }
  }

  /** A MAP whose keys are texts, which is what JSON has. */
  record TextMap(ColumnType values) implements Nested {
    @Override
    public String sql() {
      return "MAP<STRING, " + values.sql() + ">";
    }

    @Override
    public void json(Object value, JsonGenerator out) throws Misfit, IOException {
      if (!(value instanceof Map<?, ?> map)) {
        throw Misfit.ofClass(value, "MAP");
      }
      ColumnType keys = TextTypes.string();
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (entry.getKey() == null) {
          throw Misfit.because("has a key that is null");
        }
        out.writeFieldName(keys.text(entry.getKey()));
        part(values, entry.getValue(), out, "[...]");
      }
      out.writeEndObject();
    }

    @Override
    public boolean comparable() {
      return false;
    }
  }

  /** A STRUCT; fields that a value lacks are NULL, and one that the struct lacks is refused. */
  record Struct(Map<String, ColumnType> fields) implements Nested {
    @Override
    public String sql() {
      return fields.entrySet().stream()
          .map(field -> ObjectName.quote(field.getKey()) + ": " + field.getValue().sql())
          .collect(Collectors.joining(", ", "STRUCT<", ">"));
    }

    @Override
    public void json(Object value, JsonGenerator out) throws Misfit, IOException {
      if (!(value instanceof Map<?, ?> map)) {
        throw Misfit.ofClass(value, "STRUCT");
      }
      Map<String, Object> given = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String name = String.valueOf(entry.getKey()).toLowerCase(Locale.ROOT);
        if (given.containsKey(name)) {
          throw Misfit.because("has two fields of one name");
        }
        given.put(name, entry.getValue());
      }
      out.writeStartObject();
      for (Map.Entry<String, ColumnType> field : fields.entrySet()) {
        String name = field.getKey().toLowerCase(Locale.ROOT);
        if (given.containsKey(name)) {
          out.writeFieldName(field.getKey());
          part(field.getValue(), given.remove(name), out, "." + field.getKey());
        }
      }
      out.writeEndObject();
      if (!given.isEmpty()) {
        throw Misfit.because(
            "has fields that the column lacks; there are: "
                + String.join(", ", new ArrayList<>(fields.keySet())));
      }
    }

    @Override
    public boolean comparable() {
      return fields.values().stream().allMatch(ColumnType::comparable);
    }
  }

  private static void part(ColumnType type, Object value, JsonGenerator out, String step)
      throws Misfit, IOException {
    if (value == null) {
      out.writeNull();
      return;
    }
    try {
      type.json(value, out);
    } catch (Misfit misfit) {
      throw misfit.within(step);
    }
  }
}
