// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import io.lakeroute.databricks.staging.ExportColumns;
import io.lakeroute.databricks.staging.TargetColumn;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Members of an audience with twelve columns of different types, made as they are read. */
final class ExportRows {

  static final String COLUMNS =
      "id BIGINT, email STRING, first_name STRING, last_name STRING, country STRING, segment STRING, score DECIMAL(10,2), visits BIGINT, value DOUBLE, vip BOOLEAN, since DATE, last_seen TIMESTAMP";

  private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
  private static final Instant NEW_YEAR = Instant.parse("2024-01-01T00:00:00Z");
  private static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "ES", "PL");

  private ExportRows() {}

  static List<TargetColumn> columns() {
    return ExportColumns.declared(COLUMNS);
  }

  static Iterator<Map<String, Object>> of(long rows) {
    return LongStream.range(0, rows).mapToObj(ExportRows::row).iterator();
  }

  private static Map<String, Object> row(long id) {
    Map<String, Object> row = new HashMap<>(32);
    row.put("id", id);
    row.put("email", "member-" + id + "@example.com");
    row.put("first_name", "Zo\u00eb");
    row.put("last_name", "Last-" + id % 10_000);
    row.put("country", COUNTRIES.get((int) (id % 5)));
    row.put("segment", id % 10 == 0 ? null : "loyal customers");
    row.put("score", BigDecimal.valueOf(id, 2));
    row.put("visits", id * 3);
    row.put("value", id / 7.0);
    row.put("vip", id % 2 == 0);
    row.put("since", FIRST_DAY.plusDays(id % 1000));
    row.put("last_seen", NEW_YEAR.plusSeconds(id));
    Passes.take(row);
    return row;
  }
}
