// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application does not run on where nobody can reach it. */
class OpenPortsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"camel.server.port", "camel.management.port"})
  void a_port_that_another_process_uses_ends_the_start(String setting) throws Exception {
    StandInDatabricks databricks = new StandInDatabricks();
    databricks.table(
        "main.shop.purchases",
        "customer_id BIGINT\nbought_at TIMESTAMP\nbasket STRING\nline BIGINT\namount DECIMAL(10,2)");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThatThrownBy(
              () -> new RestApplication(databricks, folder, Map.of(setting, port)).close())
          .hasStackTraceContaining(
              "Cannot listen on 127.0.0.1:"
                  + port
                  + ". Another process may use the port, or the address is not of this machine: set"
                  + " camel.server.host and camel.server.port, or camel.management.host and"
                  + " camel.management.port.");
    }
  }
}
