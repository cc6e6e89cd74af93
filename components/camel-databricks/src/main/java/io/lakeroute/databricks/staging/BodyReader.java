// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.RecordBatch;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/** Reads rows out of the bodies that write takes. Stateless. */
public final class BodyReader {

  private BodyReader() {}

  /** True for a body that can be read once only. */
  public static boolean once(Object body) {
    return body instanceof Iterator
        || (body instanceof InputStream && !(body instanceof StreamCache));
  }

  /**
   * The rows of a message, read as they are asked for.
   *
   * @throws DatabricksException INVALID for a body that holds no rows
   */
  public static Iterator<Map<String, Object>> rows(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body == null) {
      throw invalid("The body is empty. Write an empty list where there are no rows.");
    }
    if (body instanceof Map<?, ?> || body instanceof RecordBatch) {
      return new Flattened(List.of(body).iterator());
    }
    if (body instanceof Collection<?> collection) {
      return new Flattened(collection.iterator());
    }
    if (body instanceof Iterator<?> iterator) {
      return new Flattened(iterator);
    }
    if (body instanceof byte[] bytes) {
      return new JsonRowReader(new ByteArrayInputStream(bytes));
    }
    if (body instanceof String text) {
      return new JsonRowReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
    if (body instanceof StreamCache cache) {
      cache.reset();
    }
    InputStream stream =
        exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, body);
    if (stream == null) {
      throw invalid("The body is a " + body.getClass().getName() + ". " + ALLOWED);
    }
    return new JsonRowReader(stream);
  }

  private static final String ALLOWED =
      "Write a map, a list or an iterator of maps, record batches, or JSON: lines or an array.";

  /** Rows of maps, of record batches and of lists of these. */
  private static final class Flattened implements Iterator<Map<String, Object>> {
    private final Iterator<?> bodies;
    private Iterator<?> inner = List.of().iterator();

    Flattened(Iterator<?> bodies) {
      this.bodies = bodies;
    }

    @Override
    public boolean hasNext() {
      while (!inner.hasNext() && bodies.hasNext()) {
        Object next = bodies.next();
        if (next instanceof RecordBatch batch) {
          inner = batch.asMaps().iterator();
        } else if (next instanceof Collection<?> list) {
          inner = list.iterator();
        } else if (next instanceof Map<?, ?>) {
          inner = List.of(next).iterator();
        } else {
          throw notARow(next);
        }
      }
      return inner.hasNext();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<String, Object> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Object row = inner.next();
      if (!(row instanceof Map<?, ?>)) {
        throw notARow(row);
      }
      return (Map<String, Object>) row;
    }

    private static DatabricksException notARow(Object row) {
      return invalid(
          "The body holds "
              + (row == null ? "a null" : "a " + row.getClass().getName())
              + " where a row is expected. "
              + ALLOWED);
    }
  }

  public static DatabricksException invalid(String message) {
    return new DatabricksException(Reason.INVALID, message);
  }
}
