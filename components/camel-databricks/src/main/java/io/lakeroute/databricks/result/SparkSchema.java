package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

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
        new SqlTypeText(column.typeText()).writeTo(json);
        json.writeBooleanField("nullable", true);
        json.writeObjectFieldStart("metadata");
        json.writeEndObject();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
