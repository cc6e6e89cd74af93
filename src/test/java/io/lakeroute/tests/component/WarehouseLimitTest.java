// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryFilter;
import com.databricks.sdk.service.sql.QueryInfo;
import com.databricks.sdk.service.sql.TimeRange;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However many callers there are, a warehouse gets no more statements at once than it may. */
@ExtendWith(LocalWorkspaceExtension.class)
class WarehouseLimitTest {
  private static final int CALLERS = 100;
  private static final String SLOW = "SELECT count(*) AS n FROM range(0, 100000, 1, 1)";

  private final LocalWorkspace workspace;

  WarehouseLimitTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void callers_take_turns_at_the_places_of_their_connection() throws Exception {
    Instant began = Instant.now();
    try (var component =
        ComponentContext.startAll(Map.of("narrow", with(keys(), "maxConcurrent", "3")))) {
      send(component, 30, List.of("databricks:query?connection=narrow&sql=" + SLOW));
    }

    assertThat(mostAtOnce(since(began), of("narrow"))).isEqualTo(3);
  }

  /** Lists, streams and changes go three ways to the warehouse. */
  @Tag("matrix")
  @Test
  void a_hundred_callers_of_two_connections_share_the_places_of_their_warehouse() throws Exception {
    String change = "databricks:execute?connection=wide&sql=DELETE FROM " + table() + " WHERE id<0";
    String list = "databricks:query?connection=%s&sql=" + SLOW;
    String stream = "databricks:query?connection=wide&outputType=stream&sql=" + SLOW;
    List<String> uris = new ArrayList<>(List.of(change));
    for (int i = 0; i < 8; i++) {
      uris.addAll(List.of(list.formatted("narrow"), list.formatted("wide"), stream));
    }
    Instant began = Instant.now();
    try (var component =
        ComponentContext.startAll(
            Map.of(
                "narrow", with(keys(), "maxConcurrent", "3"),
                "wide", with(keys(), "maxConcurrent", "5")))) {
      send(component, CALLERS, uris);
    }

    List<QueryInfo> ran = since(began);
    assertThat(ran).filteredOn(of("narrow").or(of("wide"))).hasSizeGreaterThanOrEqualTo(CALLERS);
    assertThat(mostAtOnce(ran, of("narrow"))).as("of the narrow connection").isBetween(1, 3);
    assertThat(mostAtOnce(ran, of("narrow").or(of("wide")))).as("of the warehouse").isEqualTo(5);
  }

  private Map<String, String> keys() {
    return with(servicePrincipal(workspace.access()), "writeBack", "true");
  }

  private static void send(ComponentContext component, int count, List<String> uris)
      throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(count);
    try {
      List<Future<Exchange>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String uri = uris.get(i % uris.size()) + "&queueTimeout=10m";
        answers.add(callers.submit(() -> component.send(uri, e -> {})));
      }
      for (Future<Exchange> answer : answers) {
        assertThat(answer.get().getException()).isNull();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private String table() {
    String table = workspace.name("counted");
    workspace.statements().run("CREATE TABLE " + table + " AS SELECT 1 AS id");
    return table;
  }

  /** What the warehouse itself says that it had, waiting or running. */
  private List<QueryInfo> since(Instant began) {
    var history = Identities.of(workspace).admin().queryHistory();
    List<QueryInfo> all = new ArrayList<>();
    String token = null;
    do {
      var page =
          history.list(
              new ListQueryHistoryRequest()
                  .setMaxResults(1000L)
                  .setPageToken(token)
                  .setFilterBy(
                      new QueryFilter()
                          .setQueryStartTimeRange(
                              new TimeRange().setStartTimeMs(began.toEpochMilli()))));
      all.addAll(page.getRes());
      token = Boolean.TRUE.equals(page.getHasNextPage()) ? page.getNextPageToken() : null;
    } while (token != null);
    return all;
  }

  private static Predicate<QueryInfo> of(String connection) {
    return query ->
        query.getQueryTags() != null
            && query.getQueryTags().stream()
                .anyMatch(
                    tag -> tag.getKey().equals("tenant") && tag.getValue().equals(connection));
  }

  /** The most intervals from start to end that share a millisecond. */
  private static int mostAtOnce(List<QueryInfo> queries, Predicate<QueryInfo> which) {
    TreeMap<Long, Integer> changes = new TreeMap<>();
    queries.stream()
        .filter(which)
        .flatMap(
            query ->
                Stream.of(
                    Map.entry(query.getQueryStartTimeMs(), 1),
                    Map.entry(query.getQueryEndTimeMs(), -1)))
        .forEach(change -> changes.merge(change.getKey(), change.getValue(), Integer::sum));
    int now = 0;
    int most = 0;
    for (int change : changes.values()) {
      now += change;
      most = Math.max(most, now);
    }
    return most;
  }
}
