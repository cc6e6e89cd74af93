package io.lakeroute.processors.camel;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Rows of JSON, lines or arrays, one at a time; for one thread. What it says of wrong JSON holds
 * nothing of it.
 */
final class RowStream implements Iterator<Map<String, Object>>, Closeable {

  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final JsonParser parser;
  private boolean inArray;
  private Optional<Map<String, Object>> next;

  RowStream(InputStream json) {
    try {
      parser = JSON.createParser(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    next = read();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public Map<String, Object> next() {
    Map<String, Object> row = next.orElseThrow(NoSuchElementException::new);
    next = read();
    return row;
  }

  private Optional<Map<String, Object>> read() {
    try {
      while (true) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
          return Optional.of(JSON.readValue(parser, ROW));
        } else if (token == JsonToken.START_ARRAY && !inArray) {
          inArray = true;
        } else if (token == JsonToken.END_ARRAY) {
          inArray = false;
        } else if (token == null) {
          return Optional.empty();
        } else {
          throw new IllegalArgumentException("The body has a value that is not a row" + place());
        }
      }
    } catch (JsonProcessingException e) {
      // Without the cause, whose text may show a value.
      throw new IllegalArgumentException("The body is not JSON" + place());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String place() {
    return " at line "
        + parser.currentLocation().getLineNr()
        + ", column "
        + parser.currentLocation().getColumnNr()
        + "; rows are JSON objects, line by line or in one array.";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
