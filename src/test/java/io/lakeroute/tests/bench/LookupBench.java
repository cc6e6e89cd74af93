// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Workspace;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The REST route and the Kamelet against the driver alone: the same statement, the same workspace,
 * in turns.
 */
final class LookupBench {

  private static final int CUSTOMERS = 5_000;
  private static final int ROUNDS = 5;

  /** What the Kamelet plans for a first page of ten; the driver alone runs the same. */
  private static final String LOOKUP =
      """
      SELECT `event_id`, `amount`, `name`, `happened_at`
      FROM `main`.`bench`.`events`
      WHERE `customer_id` IN (?)
      ORDER BY `happened_at` DESC NULLS LAST, `event_id` DESC NULLS LAST
      LIMIT 11
      """;

  private final Workspace workspace;

  LookupBench(Workspace workspace) {
    this.workspace = workspace;
  }

  void run() throws Exception {
    Map<String, String> settings =
        Application.interactions(workspace, Path.of("resources/bench").toAbsolutePath());
    settings.put("databricks.connections.default.maxConcurrent", "16");
    settings.put("lakeroute.interactions.statementTimeout", "10m");
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:interactions.camel.yaml,classpath:bench/one.camel.yaml");
    System.out.println(
        """

        Milliseconds, median (p99); ratios of both; what we add at the median.

        | statement | clients | driver alone | REST + Camel | median ratio | p99 ratio | added |
        |---|---|---|---|---|---|---|\
        """);
    try (Application application = Application.start(settings);
        RawClients raw = new RawClients(workspace, 16)) {
      for (int clients : new int[] {1, 16}) {
        int calls = clients == 1 ? 60 : 320;
        compare(
            "lookup",
            clients,
            calls / 4,
            i -> assertThat(raw.query(LOOKUP, customer(i))).isEqualTo(11),
            i -> ok(application.interactions(customer(i), "limit=10"), "\"next\""));
        compare(
            "SELECT 1",
            clients,
            calls,
            i -> assertThat(raw.query("SELECT 1 AS one")).isEqualTo(1),
            i -> ok(application.get("/bench/one"), "\"one\""));
      }
    }
  }

  private static void compare(
      String what, int clients, int calls, IntConsumer raw, IntConsumer ours) throws Exception {
    Latencies warming = new Latencies();
    warming.measure(clients, Math.max(calls, 2 * clients), raw);
    warming.measure(clients, Math.max(calls, 2 * clients), ours);
    Latencies ofRaw = new Latencies();
    Latencies ofOurs = new Latencies();
    for (int round = 0; round < ROUNDS; round++) {
      ofRaw.measure(clients, calls, raw);
      ofOurs.measure(clients, calls, ours);
    }
    System.out.println(Latencies.compared(what, clients, ofRaw, ofOurs));
  }

  private static String customer(int call) {
    return String.valueOf(call * 4_999L % CUSTOMERS);
  }

  private static void ok(HttpResponse<String> response, String part) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.body()).contains(part);
  }
}
