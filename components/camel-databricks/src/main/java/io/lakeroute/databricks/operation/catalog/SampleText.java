// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.JsonText;
import io.lakeroute.databricks.result.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A sample as compact text for prompts of language models: columns line by line, rows as CSV.
 * Stateless.
 */
final class SampleText {

  private SampleText() {}

  @SuppressWarnings("unchecked")
  static String of(Map<String, Object> sample) {
    StringBuilder text = new StringBuilder();
    text.append(sample.get("object"))
        .append(' ')
        .append(sample.get("type"))
        .append(CatalogText.rows(sample.get("rowCount")))
        .append(CatalogText.comment(sample.get("comment")))
        .append("\n\nColumns:\n");
    for (Map<String, Object> column : (List<Map<String, Object>>) sample.get("columns")) {
      text.append(CatalogText.column(column)).append(values(column)).append('\n');
    }
    List<Map<String, Object>> rows = (List<Map<String, Object>>) sample.get("rows");
    if (!rows.isEmpty()) {
      text.append("\nSample rows (")
          .append(sample.get("sampleMode"))
          .append("):\n")
          .append(csv(rows));
    }
    return text.toString();
  }

  private static String values(Map<String, Object> column) {
    if (Boolean.TRUE.equals(column.get("excluded"))) {
      return " (values withheld)";
    }
    List<String> facts = new ArrayList<>();
    if (column.get("nulls") instanceof Long nulls && nulls > 0) {
      facts.add(nulls + (nulls == 1 ? " null" : " nulls"));
    }
    if (column.get("distinct") != null) {
      facts.add(column.get("distinct") + " distinct");
    }
    if (column.get("min") != null) {
      facts.add(JsonText.of(column.get("min")) + " to " + JsonText.of(column.get("max")));
    }
    return facts.isEmpty() ? "" : " (" + String.join(", ", facts) + ")";
  }

  private static String csv(List<Map<String, Object>> rows) {
    List<Column> columns =
        rows.get(0).keySet().stream().map(name -> new Column(name, "STRING")).toList();
    return new RecordBatch(columns, rows.stream().map(row -> row.values().toArray()).toList())
        .toCsv();
  }
}
