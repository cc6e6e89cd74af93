// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.tests.workspace.Statements;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table with its rows in memory; immutable.
 *
 * @param name of three parts
 * @param types SQL types by column
 * @param rows values by column; NULL is null
 */
record SampleTable(String name, Map<String, String> types, List<Map<String, Object>> rows) {

  private static final ObjectMapper JSON = new ObjectMapper();

  TableColumns columns() {
    return new TableColumns(types);
  }

  /** Creates it with its rows, which go as one text of letters and digits. */
  void create(Statements statements) {
    String items =
        types.entrySet().stream()
            .map(each -> "CAST(r.%1$s AS %2$s) AS %1$s".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
    String fields =
        types.entrySet().stream()
            .map(each -> each.getKey() + (array(each.getValue()) ? ": ARRAY<STRING>" : ": STRING"))
            .collect(Collectors.joining(", "));
    statements.run(
        """
        CREATE TABLE %s AS SELECT %s
        FROM (SELECT explode(from_json(decode(unbase64('%s'), 'UTF-8'), 'ARRAY<STRUCT<%s>>')) AS r)
        """
            .formatted(name, items, encoded(), fields));
  }

  private String encoded() {
    try {
      return Base64.getEncoder()
          .encodeToString(
              JSON.writeValueAsString(rows.stream().map(SampleTable::texts).toList())
                  .getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> texts(Map<String, Object> row) {
    Map<String, Object> texts = new LinkedHashMap<>();
    row.forEach((column, value) -> texts.put(column, text(value)));
    return texts;
  }

  private static Object text(Object value) {
    if (value instanceof List<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(each -> elements.add(text(each)));
      return elements;
    }
    return value == null
        ? null
        : value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static boolean array(String type) {
    return type.startsWith("ARRAY<");
  }
}
