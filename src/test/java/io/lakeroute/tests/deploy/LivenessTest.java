// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Rest;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The probe that restarts a pod, on a day without Databricks. */
@Tag("matrix")
class LivenessTest {

  @Test
  void liveness_never_asks_databricks_where_readiness_does() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer databricks = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    databricks.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    databricks.start();
    Map<String, String> settings = new HashMap<>();
    settings.put("camel.main.routesIncludePattern", "classpath:rest.camel.yaml");
    settings.put("camel.health.producersEnabled", "true");
    String connection = "databricks.connections.default.";
    settings.put(connection + "host", "http://127.0.0.1:" + databricks.getAddress().getPort());
    settings.put(connection + "warehouseId", "1234567890abcdef");
    settings.put(connection + "clientId", "8f6c2a41-0f5e-4a7e-9a7e-1d2c3b4a5f60");
    settings.put(connection + "clientSecret", "a-secret");
    try (Application application = Application.start(settings);
        ProducerTemplate messages = application.camelContext().createProducerTemplate()) {
      messages.send("databricks:query?sql=RAW(SELECT 1)&queueTimeout=1s", e -> {});
      asked.set(0);

      assertThat(get(application, "/live")).isEqualTo(200);
      assertThat(asked).hasValue(0);
      assertThat(get(application, "/ready")).isEqualTo(503);
      assertThat(asked).hasPositiveValue();
    } finally {
      databricks.stop(0);
    }
  }

  private static int get(Application application, String probe) {
    return Rest.anonymous().get(application.managementUrl("/observe/health" + probe)).status();
  }
}
