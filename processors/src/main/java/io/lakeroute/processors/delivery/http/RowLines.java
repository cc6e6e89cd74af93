// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows that were not delivered as JSON lines; stateless. Whatever is in a row, there is a
 * line: a value without a JSON form is shown by its type, binary as Base64.
 */
public final class RowLines {

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build());

  private RowLines() {}

  /** A line for each row. */
  public static String ofRows(List<Map<String, Object>> rows) {
    StringBuilder lines = new StringBuilder();
    rows.forEach(row -> lines.append(json(shown(row))).append('\n'));
    return lines.toString();
  }

  /** A line for each reject: {@code row}, {@code reason}, and {@code field} where there is one. */
  public static String ofRejects(List<DeliveryEnds.Reject> rejects) {
    StringBuilder lines = new StringBuilder();
    for (DeliveryEnds.Reject each : rejects) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("row", shown(each.row()));
      line.put("reason", each.reason());
      if (!each.field().isEmpty()) {
        line.put("field", each.field());
      }
      lines.append(json(line)).append('\n');
    }
    return lines.toString();
  }

  private static Map<String, Object> shown(Map<String, Object> row) {
    Map<String, Object> shown = new LinkedHashMap<>();
    row.forEach((column, value) -> shown.put(column, shown(value)));
    return shown;
  }

  private static Object shown(Object value) {
    if (value == null || value instanceof byte[]) {
      return value;
    }
    return PlainValue.of(value)
        .orElseGet(
            () ->
                value instanceof Double || value instanceof Float
                    ? value.toString()
                    : "(" + value.getClass().getSimpleName() + " without a JSON form)");
  }

  private static String json(Map<String, Object> line) {
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values have a JSON form", e);
    }
  }
}
