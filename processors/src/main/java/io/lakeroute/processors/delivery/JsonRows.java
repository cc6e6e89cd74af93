// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Rows as JSON objects, in lines or in arrays, read as they are asked for; numbers with a fraction
 * are decimals. Not thread-safe.
 */
public final class JsonRows implements Iterator<Map<String, Object>> {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final TypeReference<LinkedHashMap<String, Object>> ROW = new TypeReference<>() {};

  private final JsonParser parser;
  private long read;
  private boolean array;
  private boolean found;

  /**
   * @param json UTF-8, or what JSON allows besides
   */
  public JsonRows(InputStream json) {
    try {
      this.parser = JSON.createParser(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      while (!found) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return false;
        }
        if (token == JsonToken.START_OBJECT) {
          found = true;
        } else if (token == JsonToken.START_ARRAY && !array) {
          array = true;
        } else if (token == JsonToken.END_ARRAY && array) {
          array = false;
        } else {
          throw invalid("is not a JSON object");
        }
      }
      return true;
    } catch (JsonProcessingException e) {
      throw invalid("is not valid JSON");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Map<String, Object> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      Map<String, Object> row = JSON.readValue(parser, ROW);
      found = false;
      read++;
      return row;
    } catch (JsonProcessingException e) {
      throw invalid("is not valid JSON, or has a field twice");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without the parser's own message, which may show a value. */
  private InvalidDeliveryException invalid(String problem) {
    return new InvalidDeliveryException(
        "Row %d of the message %s. Send rows as JSON objects: one in each line, or in an array."
            .formatted(read + 1, problem));
  }
}
