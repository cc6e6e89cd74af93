// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Writes columns as Spark's StructType JSON, which Delta and Unity Catalog use too. Stateless. */
public final class SparkSchema {

  private static final JsonFactory JSON = new JsonFactory();

  private SparkSchema() {}

  /** The schema; all columns are nullable, because a result does not say otherwise. */
  public static String json(List<Column> columns) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("type", "struct");
      json.writeArrayFieldStart("fields");
      for (Column column : columns) {
        json.writeStartObject();
        json.writeStringField("name", column.name());
        json.writeFieldName("type");
        type(json, SqlType.parse(column.typeText()));
        end(json, true);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /** One type. */
  public static String type(SqlType type) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      type(json, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void type(JsonGenerator json, SqlType type) throws IOException {
    if (type instanceof SqlType.Simple simple) {
      json.writeString(simple(simple));
      return;
    }
    json.writeStartObject();
    if (type instanceof SqlType.ArrayOf array) {
      json.writeStringField("type", "array");
      json.writeFieldName("elementType");
      type(json, array.element());
      json.writeBooleanField("containsNull", true);
    } else if (type instanceof SqlType.MapOf map) {
      json.writeStringField("type", "map");
      json.writeFieldName("keyType");
      type(json, map.key());
      json.writeFieldName("valueType");
      type(json, map.value());
      json.writeBooleanField("valueContainsNull", true);
    } else if (type instanceof SqlType.StructOf struct) {
      json.writeStringField("type", "struct");
      json.writeArrayFieldStart("fields");
      for (SqlType.Field field : struct.fields()) {
        json.writeStartObject();
        json.writeStringField("name", field.name());
        json.writeFieldName("type");
        type(json, field.type());
        end(json, field.nullable());
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void end(JsonGenerator json, boolean nullable) throws IOException {
    json.writeBooleanField("nullable", nullable);
    json.writeObjectFieldStart("metadata");
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String simple(SqlType.Simple type) {
    return switch (type.name()) {
      case "BIGINT" -> "long";
      case "INT" -> "integer";
      case "SMALLINT" -> "short";
      case "TINYINT" -> "byte";
      case "DECIMAL" -> "decimal" + (type.precision().isEmpty() ? "(10,0)" : type.precision());
      case "VARCHAR", "CHAR", "ARRAY", "MAP", "STRUCT" -> "string";
      default -> type.name().toLowerCase(Locale.ROOT) + type.precision();
    };
  }
}
