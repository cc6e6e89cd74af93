// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.json.JsonValues;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Makes of a batch a list of maps whose values every JDBC driver takes, for endpoints such as
 * {@code sql:} with {@code batch=true}; thread-safe. Instants become dates with the offset of UTC,
 * lists and maps JSON.
 */
public class JdbcRows implements Processor {

  private List<String> columns = List.of();

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    List<?> rows = exchange.getMessage().getMandatoryBody(List.class);
    List<Map<Object, Object>> taken = new ArrayList<>(rows.size());
    for (Object row : rows) {
      Map<Object, Object> values = new LinkedHashMap<>();
      columns.forEach(column -> values.put(column, null));
      ((Map<?, ?>) row).forEach((column, value) -> values.put(column, taken(value)));
      taken.add(values);
    }
    exchange.getMessage().setBody(taken);
  }

  private static Object taken(Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return value instanceof Collection || value instanceof Map ? JsonValues.text(value) : value;
  }

  /**
   * Columns, separated by commas, that are NULL in rows that lack them, as deletes lack attributes.
   */
  public void setColumns(String columns) {
    this.columns = Arrays.stream(columns.split(",")).map(String::strip).toList();
  }
}
