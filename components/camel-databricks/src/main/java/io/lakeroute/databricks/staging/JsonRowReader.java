// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.databricks.error.DatabricksException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Reads JSON objects, line by line or from one array, in constant memory; fractions stay exact. For
 * one thread at a time.
 */
final class JsonRowReader implements Iterator<Map<String, Object>> {

  private static final ObjectReader ROWS =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .readerFor(new TypeReference<Map<String, Object>>() {});

  private final JsonParser json;
  private JsonToken token = JsonToken.NOT_AVAILABLE;
  private boolean begun;
  private boolean array;

  JsonRowReader(InputStream in) {
    try {
      this.json = ROWS.createParser(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    if (token == JsonToken.NOT_AVAILABLE) {
      step();
      if (token == JsonToken.START_ARRAY && !begun) {
        array = true;
        step();
      }
      begun = true;
      if (array && token == JsonToken.END_ARRAY) {
        step();
        if (token != null) {
          throw malformed("goes on after the end of its array", json.currentTokenLocation());
        }
      }
      if (token != null && token != JsonToken.START_OBJECT) {
        throw malformed("holds something else than an object", json.currentTokenLocation());
      }
      if (token == null) {
        close();
      }
    }
    return token != null;
  }

  @Override
  public Map<String, Object> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      Map<String, Object> row = ROWS.readValue(json);
      token = JsonToken.NOT_AVAILABLE;
      return row;
    } catch (JsonProcessingException e) {
      throw malformed("is no JSON", e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void step() {
    try {
      token = json.nextToken();
    } catch (JsonProcessingException e) {
      throw malformed("is no JSON", e.getLocation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close() {
    try {
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parser's own text repeats what it read. */
  private static DatabricksException malformed(String problem, JsonLocation at) {
    return BodyReader.invalid(
        "The body "
            + problem
            + ", at line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + ". Write JSON objects, line by line or in one array.");
  }
}
