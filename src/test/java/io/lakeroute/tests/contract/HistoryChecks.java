// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The query history: where a lost reply is looked up, and who asked what is told apart. */
interface HistoryChecks extends Checks {
  String HISTORY = "/api/2.0/sql/history/queries";

  @Test
  default void a_statement_is_found_by_the_comment_it_begins_with() {
    String sql = "/* " + UUID.randomUUID() + " */ SELECT 1";
    String id = statements().execute(sql, Map.of()).path("statement_id").asText();

    JsonNode query = find(sql);

    assertThat(query.path("query_id").asText()).isEqualTo(id);
    assertThat(query.path("status").asText()).isEqualTo("FINISHED");
    assertThat(query.path("user_name").asText()).isEqualTo(workspace().clientId());
    assertThat(query.path("warehouse_id").asText()).isEqualTo(workspace().warehouseId());
  }

  @Test
  default void a_statement_is_listed_with_what_it_read_and_produced() {
    String table = workspace().name("contract_read");
    statements()
        .run("CREATE OR REPLACE TABLE " + table + " AS SELECT uuid() AS id FROM range(1000)");
    String sql = "/* " + UUID.randomUUID() + " */ SELECT max(id) FROM " + table;
    statements().execute(sql, Map.of());

    JsonNode metrics = find(sql).path("metrics");

    assertThat(metrics.path("read_bytes").asLong()).isBetween(15_000L, 100_000L);
    assertThat(metrics.path("rows_read_count").asLong()).isEqualTo(1_000);
    assertThat(metrics.path("rows_produced_count").asLong()).isEqualTo(1);
  }

  @Test
  default void a_statement_keeps_its_tags() {
    String sql = "SELECT '" + UUID.randomUUID() + "'";
    statements()
        .execute(sql, Map.of("query_tags", List.of(Map.of("key", "tenant", "value", "contract"))));

    JsonNode tag = find(sql).path("query_tags").path(0);

    assertThat(tag.path("key").asText()).isEqualTo("tenant");
    assertThat(tag.path("value").asText()).isEqualTo("contract");
  }

  @Test
  default void a_failed_statement_is_there_with_its_error() {
    String sql = "/* " + UUID.randomUUID() + " */ SELECT * FROM no_such_table";
    statements().fail(sql, Map.of());

    JsonNode query = find(sql);

    assertThat(query.path("status").asText()).isEqualTo("FAILED");
    assertThat(query.path("error_message").asText()).contains("[TABLE_OR_VIEW_NOT_FOUND]");
  }

  /** The statement of this text; a service may show it a little later, but not much. */
  private JsonNode find(String sql) {
    var found = new AtomicReference<JsonNode>();
    var first = rest().get(workspace().url(HISTORY + "?max_results=100&include_metrics=true"));
    assertThat(first.json().path("res")).as("statements of the past").isNotEmpty();
    Awaitility.await()
        .atMost(patience())
        .pollInterval(Duration.ofSeconds(1))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              for (JsonNode query :
                  rest()
                      .get(workspace().url(HISTORY + "?max_results=100&include_metrics=true"))
                      .json()
                      .path("res")) {
                if (query.path("query_text").asText().equals(sql)) {
                  found.set(query);
                }
              }
              return found.get() != null;
            });
    return found.get();
  }
}
