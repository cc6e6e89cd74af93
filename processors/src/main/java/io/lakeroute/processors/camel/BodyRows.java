package io.lakeroute.processors.camel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;

/**
 * Finds the rows of a body: maps, alone or in a list, a batch of the component, or JSON as text or
 * as a stream; stateless.
 */
final class BodyRows {

  private BodyRows() {}

  /**
   * The rows, one at a time.
   *
   * @throws IllegalArgumentException for another body; so does the iterator, for another element
   */
  static Iterator<Map<String, Object>> of(Message message) {
    Object body = message.getBody();
    if (body == null) {
      return List.<Map<String, Object>>of().iterator();
    } else if (body instanceof Map<?, ?> row) {
      return List.of(row(row)).iterator();
    } else if (body instanceof Iterable<?> rows) {
      return rows(rows.iterator());
    } else if (body instanceof Iterator<?> rows) {
      return rows(rows);
    } else if (body instanceof String text) {
      return new RowStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } else if (body instanceof byte[]
        || body instanceof InputStream
        || body instanceof StreamCache
        || body instanceof WrappedFile) {
      InputStream json = message.getBody(InputStream.class);
      if (json != null) {
        return new RowStream(json);
      }
    }
    List<?> rows = message.getBody(List.class);
    if (rows == null) {
      throw new IllegalArgumentException(
          "The body is a %s; it must be a map, a list of maps, a batch of rows, or JSON."
              .formatted(body.getClass().getName()));
    }
    return rows(rows.iterator());
  }

  private static Iterator<Map<String, Object>> rows(Iterator<?> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Map<String, Object> next() {
        return row(rows.next());
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> row(Object element) {
    if (element instanceof Map<?, ?> row
        && row.keySet().stream().allMatch(String.class::isInstance)) {
      return (Map<String, Object>) row;
    }
    throw new IllegalArgumentException(
        "The body has a %s where a row must be: a map with names of columns."
            .formatted(element == null ? "null" : element.getClass().getName()));
  }
}
