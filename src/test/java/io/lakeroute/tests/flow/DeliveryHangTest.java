// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes connections and says nothing. */
@Tag("matrix")
class DeliveryHangTest {

  @TempDir Path folder;

  @Test
  void a_server_that_says_nothing_holds_the_message_and_its_thread_for_a_bounded_time()
      throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var camel = new DefaultCamelContext()) {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              ResourceHelper.fromString(
                  "mine.camel.yaml",
                  """
                  - from:
                      uri: direct:in
                      steps:
                        - to:
                            uri: kamelet:databricks-delivery-file-sink
                            parameters:
                              endpoint: RAW(sftp:127.0.0.1:%d/inbox?username=u&password=p&connectTimeout=3000&maximumReconnectAttempts=0)
                              publishTimeout: 1s
                              directory: %s
                  """
                      .formatted(silent.getLocalPort(), folder)));
      camel.start();
      long before = System.nanoTime();
      Exchange exchange =
          camel
              .createProducerTemplate()
              .send(
                  "direct:in",
                  e -> {
                    e.getMessage().setBody(List.of(Map.of("id", 1)));
                    e.getMessage().setHeader("CamelDatabricksRunId", "r1");
                  });

      assertThat(exchange.getException())
          .hasMessage(
              "Cannot deliver delivery-r1.csv to sftp:127.0.0.1:%d/inbox: it has not arrived within PT1S, which publishTimeout allows. What was sent before is sent again with the next attempt."
                  .formatted(silent.getLocalPort()));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  Thread.getAllStackTraces().entrySet().stream()
                      .filter(thread -> thread.getKey().getName().contains("databricks-delivery"))
                      .noneMatch(
                          thread ->
                              List.of(thread.getValue()).toString().contains("ProducerTemplate")));
    }
  }
}
