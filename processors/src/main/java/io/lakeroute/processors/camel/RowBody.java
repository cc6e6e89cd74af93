// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import io.lakeroute.processors.delivery.JsonRows;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConverter;

/** Reads rows out of the body of a message, as they are asked for; stateless. */
final class RowBody {

  /** The body that was read and cannot be read again. */
  private static final String READ = "LakerouteReadBody";

  private static final String ALLOWED =
      "Send a map, a list or an iterator of maps or record batches, or JSON: lines or an array.";

  private RowBody() {}

  /**
   * The rows; none for an absent body.
   *
   * @throws InvalidDeliveryException for a body that holds no rows, and for one that was read
   *     before and can be read once only
   */
  static Iterator<Map<String, Object>> rows(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body == null) {
      return List.<Map<String, Object>>of().iterator();
    }
    if (once(body)) {
      if (exchange.getProperty(READ) == body) {
        throw new InvalidDeliveryException(
            "The body of the message was read before, and a %s can be read once only. Send a list, or let the source deliver it again."
                .formatted(body.getClass().getName()));
      }
      exchange.setProperty(READ, body);
    }
    TypeConverter converter = exchange.getContext().getTypeConverter();
    if (body instanceof Map<?, ?>) {
      return new Flattened(List.of(body).iterator(), converter);
    }
    if (body instanceof Collection<?> list) {
      return new Flattened(list.iterator(), converter);
    }
    if (body instanceof Iterator<?> iterator) {
      return new Flattened(iterator, converter);
    }
    if (body instanceof String text) {
      return new JsonRows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
    if (body instanceof StreamCache cache) {
      cache.reset();
    }
    if (!(body instanceof InputStream) && !(body instanceof byte[])) {
      List<?> list = converter.tryConvertTo(List.class, exchange, body);
      if (list != null) {
        return new Flattened(list.iterator(), converter);
      }
    }
    InputStream json = converter.tryConvertTo(InputStream.class, exchange, body);
    if (json == null) {
      throw new InvalidDeliveryException(
          "The body is a %s. %s".formatted(body.getClass().getName(), ALLOWED));
    }
    return new JsonRows(json);
  }

  private static boolean once(Object body) {
    return body instanceof Iterator
        || ((body instanceof InputStream || body instanceof Reader)
            && !(body instanceof StreamCache));
  }

  /** Rows of maps, of record batches and of lists of these. */
  private static final class Flattened implements Iterator<Map<String, Object>> {
    private final Iterator<?> bodies;
    private final TypeConverter converter;
    private Iterator<?> inner = List.of().iterator();

    private Flattened(Iterator<?> bodies, TypeConverter converter) {
      this.bodies = bodies;
      this.converter = converter;
    }

    @Override
    public boolean hasNext() {
      while (!inner.hasNext() && bodies.hasNext()) {
        Object next = bodies.next();
        if (next instanceof Map<?, ?>) {
          inner = List.of(next).iterator();
        } else {
          List<?> list =
              next == null || next instanceof String
                  ? null
                  : converter.tryConvertTo(List.class, next);
          if (list == null) {
            throw notARow(next);
          }
          inner = list.iterator();
        }
      }
      return inner.hasNext();
    }

    @Override
    public Map<String, Object> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return row(inner.next());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> row(Object row) {
      if (row instanceof Map<?, ?> map
          && map.keySet().stream().allMatch(String.class::isInstance)) {
        return (Map<String, Object>) map;
      }
      throw notARow(row);
    }

    private static InvalidDeliveryException notARow(Object row) {
      return new InvalidDeliveryException(
          "The body holds %s where a row is expected. %s"
              .formatted(row == null ? "a null" : "a " + row.getClass().getName(), ALLOWED));
    }
  }
}
