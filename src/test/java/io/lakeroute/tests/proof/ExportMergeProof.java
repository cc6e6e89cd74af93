// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A merge of a million members changes the rows that differ, and no other. */
@ExtendWith(LocalWorkspaceExtension.class)
class ExportMergeProof {

  private static final long MEMBERS = 1_000_000;

  /** One percent of them, a third for each kind of change. */
  private static final long ENTERED = 3_333;

  private static final long LEFT = 3_333;
  private static final long CHANGED = 3_334;
  private static final int STEP = 300;

  private final LocalWorkspace workspace;
  private final String table;

  ExportMergeProof(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.table = workspace.name("members");
  }

  @Test
  void the_change_feed_of_a_merge_carries_who_entered_left_or_changed_and_nobody_else()
      throws Exception {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (id BIGINT, email STRING, score DECIMAL(10,2), since DATE, vip BOOLEAN) TBLPROPERTIES (delta.enableChangeDataFeed = true)"
                .formatted(table));
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Application.exports(workspace.access(), workspace.bucket(), "members")
          .forEach(camel.getPropertiesComponent()::addOverrideProperty);
      camel.addRoutes(route());
      camel.start();

      Exchange first = published(camel, "first run", ExportMergeProof::before);
      Exchange second = published(camel, "one percent changed", ExportMergeProof::after);
      Exchange third = published(camel, "nothing changed", ExportMergeProof::after);

      assertThat(details(first)).contains(entry("before", 0L), entry("entered", MEMBERS));
      assertThat(details(second))
          .contains(
              entry("staged", MEMBERS),
              entry("entered", ENTERED),
              entry("left", LEFT),
              entry("kept", MEMBERS - LEFT),
              entry("before", MEMBERS),
              entry("published", MEMBERS));
      assertThat(feed(version(first) + 1, version(second)))
          .containsExactly(
              List.of("delete", count(LEFT), count(LEFT), count(LEFT)),
              List.of("insert", count(ENTERED), count(ENTERED), count(ENTERED)),
              List.of("update_postimage", count(CHANGED), count(CHANGED), count(CHANGED)),
              List.of("update_preimage", count(CHANGED), count(CHANGED), count(CHANGED)));
      assertThat(details(third))
          .contains(entry("entered", 0L), entry("left", 0L), entry("kept", MEMBERS));
      assertThat(feedSince(version(second))).isEmpty();
      assertThat(content()).isEqualTo("%1$d rows, %1$d right".formatted(MEMBERS));
    }
  }

  private RouteBuilder route() {
    String uri =
        "databricks:copy:%s?statementTimeout=10m&publish=merge&keys=id&action=".formatted(table);
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("direct:members").to(uri + "load").to(uri + "publish");
      }
    };
  }

  private static Exchange published(
      DefaultCamelContext camel, String what, Supplier<Iterator<Map<String, Object>>> rows) {
    long start = System.nanoTime();
    Exchange exchange =
        camel
            .createProducerTemplate()
            .send("direct:members", each -> each.getMessage().setBody(rows.get()));
    if (exchange.getException() != null) {
      throw new IllegalStateException(exchange.getException());
    }
    assertThat(exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY)).isNull();
    System.out.printf(
        "merge of %,d members, %s: %.1f s%n", MEMBERS, what, (System.nanoTime() - start) / 1e9);
    return exchange;
  }

  private static Iterator<Map<String, Object>> before() {
    return LongStream.range(0, MEMBERS).mapToObj(id -> member(id, 0)).iterator();
  }

  /** Every 300th has left, and the one behind each of them has another score. */
  private static Iterator<Map<String, Object>> after() {
    return Stream.concat(
            LongStream.range(0, MEMBERS)
                .filter(id -> id % STEP != 0 || id == 0)
                .mapToObj(id -> member(id, id % STEP == 1 ? 1 : 0)),
            LongStream.range(MEMBERS, MEMBERS + ENTERED).mapToObj(id -> member(id, 0)))
        .iterator();
  }

  private static Map<String, Object> member(long id, int more) {
    return Map.of(
        "id",
        id,
        "email",
        "member-" + id + "@example.com",
        "score",
        BigDecimal.valueOf(id + more, 2),
        "since",
        LocalDate.of(2020, 1, 1).plusDays(id % 1000),
        "vip",
        id % 2 == 0);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> details(Exchange exchange) {
    return exchange.getProperty(DatabricksConstants.DETAILS_PROPERTY, Map.class);
  }

  private static long version(Exchange exchange) {
    return exchange.getMessage().getHeader(DatabricksConstants.VERSION, Long.class);
  }

  private static String count(long rows) {
    return String.valueOf(rows);
  }

  /** For each kind of change: its rows, its keys, and the rows that are as they should be. */
  private List<List<String>> feed(long from, long to) {
    return workspace
        .statements()
        .run(
            """
            SELECT _change_type, count(*), count(DISTINCT id), count_if(CASE _change_type
              WHEN 'insert' THEN id BETWEEN %2$d AND %3$d AND score = id / 100
              WHEN 'delete' THEN id %% %4$d = 0 AND id BETWEEN 1 AND %2$d - 1 AND score = id / 100
              WHEN 'update_preimage' THEN id %% %4$d = 1 AND id < %2$d AND score = id / 100
              ELSE id %% %4$d = 1 AND id < %2$d AND score = (id + 1) / 100 END)
            FROM table_changes('%1$s', %5$d, %6$d) GROUP BY _change_type ORDER BY _change_type
            """
                .formatted(table, MEMBERS, MEMBERS + ENTERED - 1, STEP, from, to));
  }

  /** Where nothing was committed, there is no version that a feed could begin with. */
  private List<List<String>> feedSince(long version) {
    long latest =
        Long.parseLong(
            workspace.statements().run("DESCRIBE HISTORY " + table + " LIMIT 1").get(0).get(0));
    return latest == version ? List.of() : feed(version + 1, latest);
  }

  private String content() {
    return workspace
        .statements()
        .run(
            "SELECT concat(count(*), ' rows, ', count_if(email = concat('member-', id, '@example.com') AND score = (id + if(id %% %2$d = 1 AND id < %3$d, 1, 0)) / 100 AND (id %% %2$d <> 0 OR id = 0 OR id >= %3$d) AND vip = (id %% 2 = 0) AND since = date_add(DATE'2020-01-01', CAST(id %% 1000 AS INT))), ' right') FROM %1$s"
                .formatted(table, STEP, MEMBERS))
        .get(0)
        .get(0);
  }
}
