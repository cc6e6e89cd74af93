// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.processors.camel.PrepareSegment;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.segment.SegmentQuery;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pin holds for the count, the preview and the run, whatever others commit meanwhile. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class SegmentsWhileOthersCommitTest {

  private static final int COMMITS = 50;
  private static final int AT_A_PIN = 5;
  private static final int CUSTOMERS = 20;

  @TempDir private Path folder;
  private final LocalWorkspace workspace;

  SegmentsWhileOthersCommitTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void count_preview_and_run_of_a_pin_agree_while_another_client_commits_fifty_times()
      throws Exception {
    SegmentShop.fill(workspace);
    SegmentShop.write(workspace, folder);
    Shop.write(
        folder.resolve("reachable.segment.yaml"),
        """
        segment: reachable
        model: shop
        rules:
          combinator: or
          rules:
          - {field: customers.consent, operator: "=", value: true}
          - {field: purchases, match: {mode: atLeast, threshold: 12}}
        """);
    Map<String, String> settings = SegmentShop.settings(workspace, folder);

    try (Application application = Application.start(settings);
        SegmentQuery query = SegmentQuery.on(workspace.access());
        PrepareSegment run = run(application, settings)) {
      Set<Long> counts = new HashSet<>();
      Set<JsonNode> pins = new HashSet<>();
      for (int first = 0; first < COMMITS; first += AT_A_PIN) {
        Exchange prepared = new DefaultExchange(application.camelContext());
        run.process(prepared);
        ObjectNode pin = pin(prepared);
        int from = first;
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> commit(from));
        String body = "{\"segment\":\"reachable\",\"limit\":100,\"pin\":%s}".formatted(pin);

        JsonNode preview = ask(application, "preview", body);
        List<Object> members = query.keys(statement(prepared));
        JsonNode count = ask(application, "count", body.replace("\"limit\":100,", ""));

        assertThat(count.path("count").asLong())
            .as(pin.toString())
            .isEqualTo(preview.path("count").asLong())
            .isEqualTo(preview.path("rows").size())
            .isEqualTo(members.size())
            .isEqualTo(query.number(byHand(pin)));
        assertThat(preview.path("rows").findValues("customer_id"))
            .extracting(JsonNode::asLong)
            .isEqualTo(members);
        others.join();
        counts.add(count.path("count").asLong());
        pins.add(pin.path("versions"));
      }

      assertThat(pins).hasSize(COMMITS / AT_A_PIN);
      assertThat(counts).as("counts of the pins").hasSizeGreaterThan(5);
    }
  }

  /** Each commit makes members, or former members. */
  private void commit(int from) {
    String customers = workspace.name("customers");
    String purchases = workspace.name("transactions");
    for (int i = from; i < from + AT_A_PIN; i++) {
      int some = 1 + i * 7 % CUSTOMERS;
      workspace
          .statements()
          .run(
              switch (i % AT_A_PIN) {
                case 0 ->
                    ("INSERT INTO %s VALUES (%d, 'gold', 'new@example.com', TRUE),"
                            + " (%d, NULL, NULL, TRUE)")
                        .formatted(customers, 100 + i, 200 + i);
                case 1 ->
                    "UPDATE %s SET consent = NOT consent WHERE customer_id <= %d"
                        .formatted(customers, 1 + i % CUSTOMERS);
                case 2 -> "DELETE FROM %s WHERE household_id = %d".formatted(purchases, some);
                case 3 ->
                    ("INSERT INTO %s SELECT %d, id %% 3, 1.00, TIMESTAMP'2026-11-28 00:00:00Z'"
                            + " FROM range(12)")
                        .formatted(purchases, some);
                default ->
                    "DELETE FROM %s WHERE customer_id = %d"
                        .formatted(customers, 100 + i / 10 * AT_A_PIN);
              });
    }
  }

  private static PrepareSegment run(Application application, Map<String, String> settings) {
    PrepareSegment prepare = new PrepareSegment();
    prepare.setCamelContext(application.camelContext());
    prepare.setModels(settings.get("lakeroute.segments.models"));
    prepare.setDefinitions(settings.get("lakeroute.segments.definitions"));
    prepare.setConnection("default");
    prepare.setSegment("reachable");
    prepare.start();
    return prepare;
  }

  @SuppressWarnings("unchecked")
  private static Statement statement(Exchange prepared) {
    return new Statement(
        prepared.getProperty(DatabricksConstants.STATEMENT_PROPERTY, String.class),
        prepared.getMessage().getHeader(DatabricksConstants.PARAMETERS, Map.class));
  }

  /** The pin of the run, as requests have it. */
  private static ObjectNode pin(Exchange prepared) throws Exception {
    String text = prepared.getProperty(DatabricksConstants.PIN_PROPERTY, String.class);
    return ((ObjectNode) Rest.JSON.readTree(text)).retain("asOf", "versions");
  }

  /** Whom the rules take, written without the compiler. */
  private String byHand(JsonNode pin) {
    return ("SELECT count(*) FROM %s VERSION AS OF %d AS c WHERE consent OR (SELECT count(*)"
            + " FROM %s VERSION AS OF %d AS p WHERE p.household_id = c.customer_id) >= 12")
        .formatted(
            workspace.name("customers"),
            pin.at("/versions/customers").asLong(),
            workspace.name("transactions"),
            pin.at("/versions/purchases").asLong());
  }

  private static JsonNode ask(Application application, String action, String body)
      throws Exception {
    HttpResponse<String> reply = application.post("/segments/" + action, body);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Rest.JSON.readTree(reply.body());
  }
}
