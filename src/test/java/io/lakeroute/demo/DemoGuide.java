// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** What the demo prints when it is ready: its addresses, and requests to try. Immutable. */
record DemoGuide(String application, String management, String receiver, String apiKey) {

  /** It changes the row each time it runs, and needs no quotes inside those of a shell. */
  private static final String CHANGE =
      "{\"warehouse_id\": \"%s\", \"wait_timeout\": \"30s\", \"statement\": \"UPDATE main.tpcds.customer"
          + " SET c_first_name = reverse(c_first_name) WHERE c_customer_sk = 1\"}";

  private static final String COUNT =
      "{\"warehouse_id\": \"%s\", \"wait_timeout\": \"30s\", \"statement\":"
          + " \"SELECT count(*) FROM main.tpcds.lakeroute_user_customers\"}";

  /**
   * @param data the demo's folder
   */
  void print(DemoWorkspace sql, Path data, PrintStream out) {
    List<String> busiest =
        sql.query(
                """
                SELECT s.customer_sk FROM main.tpcds.store_purchases s
                JOIN main.tpcds.web_purchases w ON w.customer_sk = s.customer_sk
                GROUP BY s.customer_sk ORDER BY count(*) DESC, s.customer_sk LIMIT 1
                """)
            .get(0);
    String profile = application + "/profiles/" + busiest.get(0) + "/interactions";
    out.printf(
        """

        Lakeroute is ready. Stop it with Ctrl-C.

          interactions   %1$s
          imports        %7$s/imports (main.tpcds.customer, once)
          syncs          %7$s/syncs (changes of main.tpcds.customer, when a run is started)
          exports        main.tpcds.lakeroute_user_customers, by way of the volume main.tpcds.exports
          OpenAPI        %2$s/openapi.json
          health         %3$s/observe/health
          metrics        %3$s/observe/metrics
          workspace      %4$s (warehouse %5$s)
          API key        %6$s

        Try:

          curl -H 'X-API-Key: %6$s' '%1$s?limit=3'
          curl -H 'X-API-Key: %6$s' '%1$s?type=web_purchase&order=asc&limit=2'
          curl -i '%1$s'
          curl -H 'X-API-Key: %6$s' '%2$s/runs'
          curl -H 'X-API-Key: %6$s' -X POST '%2$s/flows/default/snapshot/databricks_main_tpcds_customer/run'
          curl '%2$s/openapi.json'
          curl '%3$s/observe/health'

        Commit a change, start a run, and see the change arrive:

          curl -H 'Authorization: Bearer %8$s' -d '%9$s' '%4$s/api/2.0/sql/statements'
          curl -H 'X-API-Key: %6$s' -X POST '%2$s/flows/default/sync/databricks_main_tpcds_customer/run'
          cat "$(ls -t '%7$s/syncs/'*.jsonl | head -n 1)"

        Export an audience, count its table, and see that no staged object is left:

          curl -H 'X-API-Key: %6$s' -X POST '%2$s/flows/default/export/customers/run'
          curl -H 'Authorization: Bearer %8$s' -d '%10$s' '%4$s/api/2.0/sql/statements'
          curl -H 'Authorization: Bearer %8$s' '%4$s/api/2.0/fs/directories/Volumes/main/tpcds/exports/'

        Ask about a segment (routes/examples/tpcds/home-lovers.segment.yaml): its statement, its count, some members, its rules, one customer:

          curl -H 'X-API-Key: %6$s' -H 'Content-Type: application/json' -d '{"segment": "home-lovers"}' '%2$s/segments/compile'
          curl -H 'X-API-Key: %6$s' -H 'Content-Type: application/json' -d '{"segment": "home-lovers"}' '%2$s/segments/count'
          curl -H 'X-API-Key: %6$s' -H 'Content-Type: application/json' -d '{"segment": "home-lovers", "limit": 3}' '%2$s/segments/preview'
          curl -H 'X-API-Key: %6$s' -H 'Content-Type: application/json' -d '{"segment": "home-lovers"}' '%2$s/segments/explain'
          curl -H 'X-API-Key: %6$s' -H 'Content-Type: application/json' -d '{"segment": "home-lovers", "id": %11$s}' '%2$s/segments/why'

        Ask for a customer twice: the answer comes from the warehouse, then from the cache:

          curl -H 'X-API-Key: %6$s' '%2$s/profiles/%11$s'
          curl -H 'X-API-Key: %6$s' '%2$s/profiles/%11$s'

        Count whom a journey sends what (routes/examples/tpcds/home-offer.journey.yaml), and see what it has delivered, to a service and as a file:

          curl -H 'X-API-Key: %6$s' -X POST '%2$s/journeys/home-offer/preview'
          curl '%12$s/'
          cat '%7$s/deliveries/partner.csv'

        """,
        profile,
        application,
        management,
        sql.property("host"),
        sql.property("http.path"),
        apiKey,
        data,
        sql.property("token"),
        CHANGE.formatted(sql.warehouseId()),
        COUNT.formatted(sql.warehouseId()),
        busiest.get(0),
        receiver);
  }
}
