// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.SparkSchema;
import io.lakeroute.databricks.result.SqlType;
import io.lakeroute.databricks.statement.guard.ScalarExpressions;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a column's type from Unity Catalog's {@code type_json}, which is Spark's. Stateless. */
public final class ColumnTypeReader {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+), ?(\\d+)\\)");
  private static final Pattern LIMITED = Pattern.compile("(char|varchar)\\((\\d+)\\)");

  /** Where Spark keeps a CHAR or VARCHAR that it shows as a string. */
  private static final String LIMITED_TYPE = "__CHAR_VARCHAR_TYPE_STRING";

  private ColumnTypeReader() {}

  /**
   * The type of a column.
   *
   * @param typeJson a field, as Unity Catalog gives it, or a bare type
   * @param typeText for the message of a type that cannot be written
   */
  static ColumnType read(String typeJson, String typeText) {
    JsonNode json = parse(typeJson);
    boolean field = json.isObject() && json.has("name") && json.has("type");
    JsonNode type = field ? json.get("type") : json;
    String limited = field ? json.path("metadata").path(LIMITED_TYPE).asText("") : "";
    try {
      return limited.isEmpty() ? type(type) : simple(limited);
    } catch (UnsupportedOperationException e) {
      return new Unwritable(typeText.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * The type that SQL spells so, as in {@code ARRAY<DECIMAL(10,2)>}.
   *
   * @throws DatabricksException CONFIGURATION for a type that cannot be written
   */
  public static ColumnType ofSql(String text) {
    String spelled = text.strip().toLowerCase(Locale.ROOT);
    if (LIMITED.matcher(spelled).matches()) {
      return simple(spelled);
    }
    ColumnType type =
        read(SparkSchema.type(SqlType.parse(text.strip())), text.strip().toUpperCase(Locale.ROOT));
    if (!type.writable()) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "'" + text.strip() + "' is no type that can be written. Use STRING, for example.");
    }
    return type;
  }

  /** What a new row gets that lacks the column. */
  public static MissingValue missing(
      String typeJson, ColumnType type, ScalarExpressions expressions) {
    return MissingValue.of(parse(typeJson).path("metadata"), type.sql(), expressions);
  }

  private static JsonNode parse(String typeJson) {
    try {
      return typeJson == null ? MissingNode.getInstance() : JSON.readTree(typeJson);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static ColumnType type(JsonNode json) {
    if (json.isTextual()) {
      return simple(json.asText());
    }
    return switch (json.path("type").asText()) {
      case "array" -> new NestedTypes.Array(part(json.path("elementType")));
      case "map" -> {
        if (!json.path("keyType").asText().equals("string")) {
          throw new UnsupportedOperationException("JSON has text keys only");
        }
        yield new NestedTypes.TextMap(part(json.path("valueType")));
      }
      case "struct" -> {
        Map<String, ColumnType> fields = new LinkedHashMap<>();
        json.path("fields")
            .forEach(field -> fields.put(field.path("name").asText(), part(field.path("type"))));
        yield new NestedTypes.Struct(fields);
      }
      default -> throw new UnsupportedOperationException("unknown");
    };
  }

  /** {@code from_json} takes no CHAR and no VARCHAR. */
  private static ColumnType part(JsonNode json) {
    return json.isTextual() && LIMITED.matcher(json.asText()).matches()
        ? TextTypes.string()
        : type(json);
  }

  private static ColumnType simple(String name) {
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      return NumberTypes.decimal(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher limited = LIMITED.matcher(name);
    if (limited.matches()) {
      return TextTypes.string(name.toUpperCase(Locale.ROOT), Integer.parseInt(limited.group(2)));
    }
    return switch (name) {
      case "boolean" -> NumberTypes.bool();
      case "byte" -> NumberTypes.integer("TINYINT", Byte.SIZE);
      case "short" -> NumberTypes.integer("SMALLINT", Short.SIZE);
      case "integer" -> NumberTypes.integer("INT", Integer.SIZE);
      case "long" -> NumberTypes.integer("BIGINT", Long.SIZE);
      case "float" -> NumberTypes.floating("FLOAT");
      case "double" -> NumberTypes.floating("DOUBLE");
      case "string" -> TextTypes.string();
      case "binary" -> TextTypes.binary();
      case "date" -> MomentTypes.date();
      case "timestamp" -> MomentTypes.timestamp();
      case "timestamp_ntz" -> MomentTypes.timestampNtz();
      case "variant" -> TextTypes.variant();
      default -> throw new UnsupportedOperationException(name);
    };
  }

  /** A type whose values have no text that would give them back. */
  private record Unwritable(String sql) implements ColumnType {
    @Override
    public String text(Object value) throws Misfit {
      throw Misfit.because("has a type that write does not support");
    }

    @Override
    public void json(Object value, JsonGenerator out) throws Misfit {
      text(value);
    }

    @Override
    public String expression(String text) {
      return "CAST(" + text + " AS " + sql + ")";
    }

    @Override
    public boolean writable() {
      return false;
    }

    @Override
    public boolean comparable() {
      return false;
    }
  }
}
