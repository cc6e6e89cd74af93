package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;

/**
 * Translates a type from SQL, as in {@code ARRAY<DECIMAL(10,2)>}, to Spark's JSON. For one use by
 * one thread.
 */
final class SqlTypeText {

  private final String text;
  private int at;

  SqlTypeText(String text) {
    this.text = text;
  }

  void writeTo(JsonGenerator json) throws IOException {
    String word = word();
    if (word.equals("ARRAY") && take('<')) {
      json.writeStartObject();
      json.writeStringField("type", "array");
      json.writeFieldName("elementType");
      writeTo(json);
      json.writeBooleanField("containsNull", true);
      json.writeEndObject();
      take('>');
    } else if (word.equals("MAP") && take('<')) {
      map(json);
    } else if (word.equals("STRUCT") && take('<')) {
      struct(json);
    } else {
      json.writeString(simple(word));
    }
  }

  private void map(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "map");
    json.writeFieldName("keyType");
    writeTo(json);
    take(',');
    json.writeFieldName("valueType");
    writeTo(json);
    json.writeBooleanField("valueContainsNull", true);
    json.writeEndObject();
    take('>');
  }

  private void struct(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "struct");
    json.writeArrayFieldStart("fields");
    while (at < text.length() && !take('>')) {
      json.writeStartObject();
      json.writeStringField("name", fieldName());
      take(':');
      json.writeFieldName("type");
      writeTo(json);
      json.writeBooleanField("nullable", !notNull());
      json.writeObjectFieldStart("metadata");
      json.writeEndObject();
      json.writeEndObject();
      take(',');
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** Everything up to a bracket, comma or the end, as in {@code INTERVAL DAY TO SECOND}. */
  private String word() {
    skipBlanks();
    int start = at;
    while (at < text.length() && "<>(,".indexOf(text.charAt(at)) < 0 && !startsNotNull()) {
      at++;
    }
    return text.substring(start, at).strip().toUpperCase(Locale.ROOT);
  }

  private String simple(String word) {
    String precision = precision();
    return switch (word) {
      case "BIGINT" -> "long";
      case "INT" -> "integer";
      case "SMALLINT" -> "short";
      case "TINYINT" -> "byte";
      case "DECIMAL" -> "decimal" + (precision.isEmpty() ? "(10,0)" : precision);
      case "VARCHAR", "CHAR", "ARRAY", "MAP", "STRUCT" -> "string";
      default -> word.toLowerCase(Locale.ROOT) + precision;
    };
  }

  private String precision() {
    if (at >= text.length() || text.charAt(at) != '(') {
      return "";
    }
    int end = text.indexOf(')', at);
    String precision = text.substring(at, end < 0 ? text.length() : end + 1).replace(" ", "");
    at = end < 0 ? text.length() : end + 1;
    return precision;
  }

  private String fieldName() {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '`') {
      int end = text.indexOf('`', at + 1);
      String name = text.substring(at + 1, end < 0 ? text.length() : end);
      at = end < 0 ? text.length() : end + 1;
      return name;
    }
    int end = text.indexOf(':', at);
    String name = text.substring(at, end < 0 ? text.length() : end).strip();
    at = end < 0 ? text.length() : end;
    return name;
  }

  private boolean notNull() {
    skipBlanks();
    if (!text.regionMatches(true, at, "NOT NULL", 0, 8)) {
      return false;
    }
    at += 8;
    return true;
  }

  private boolean startsNotNull() {
    return text.charAt(at) == ' ' && text.regionMatches(true, at + 1, "NOT NULL", 0, 8);
  }

  private boolean take(char expected) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
