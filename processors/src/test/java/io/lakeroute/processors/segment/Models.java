// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.SqlName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The model of the tests, and segments over it. */
public final class Models {

  static final Path FOLDER = Path.of("src/test/resources/segments");
  static final Instant AS_OF = Instant.parse("2026-11-28T12:00:00Z");

  private static final Map<String, String> TABLES =
      Map.of(
          "main.crm.customers",
          "customer_id BIGINT, tier STRING, email STRING, email_consent BOOLEAN, last_seen TIMESTAMP, "
              + "tags ARRAY<STRING>, birth_date DATE, risk DECIMAL(6_2), visited_at TIMESTAMP_NTZ, rate FLOAT",
          "main.ml.scores",
          "customer_id INT, bread DOUBLE, soft_drinks DOUBLE",
          "main.retail.transactions",
          "household_id BIGINT, basket_id BIGINT, product_id BIGINT, sales_value DECIMAL(10_2), "
              + "sold_on DATE, transaction_timestamp TIMESTAMP",
          "main.retail.products",
          "product_id BIGINT, product_category STRING, weird MAP<STRING_STRING>");

  private Models() {}

  /** The retail model with segments. */
  public static Segments segments(String... yaml) {
    try {
      return new Segments(
          List.of(model(Files.readString(FOLDER.resolve("retail.model.yaml")))),
          Stream.of(yaml).map(Models::segment).toList(),
          (model, table) -> columns(table));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SegmentModel model(String yaml) {
    try {
      return ModelReader.read(stream(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BoundModel retail() {
    try {
      return ModelBinder.bind(
          model(Files.readString(FOLDER.resolve("retail.model.yaml"))), Models::columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TableColumns columns(SqlName table) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (String column : TABLES.get(table.toString()).split(", ")) {
      String[] words = column.split(" ");
      columns.put(words[0], words[1].replace('_', words[1].contains("NTZ") ? '_' : ','));
    }
    return new TableColumns(columns);
  }

  static Segment segment(String yaml) {
    try {
      return SegmentReader.read(stream(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A segment over the retail model, which may name one other segment, {@code emailable}. */
  static BoundSegment bound(String yaml) {
    Segment emailable =
        segment(
            """
            segment: emailable
            model: retail
            rules: {combinator: and, rules: [{field: customers.consent, operator: "=", value: true}]}
            """);
    return new SegmentBinder(
            retail(), name -> Optional.of(emailable).filter(each -> each.name().equals(name)))
        .bind(segment(yaml));
  }

  static InputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
