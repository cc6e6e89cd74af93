// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.rest.Recorder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesApiTest {

  @TempDir private Path account;

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void takes_its_token_nowhere_else(int status) throws IOException {
    Files.writeString(account.resolve("token"), "hush");
    try (Recorder server = new Recorder();
        Recorder elsewhere = new Recorder()) {
      server
          .redirects("GET /secret", status, elsewhere.url() + "/secret")
          .redirects("PATCH /secret", status, elsewhere.url() + "/secret");
      KubernetesApi api = new KubernetesApi(HostAddress.parse(server.url()), account);
      var patch = new ObjectMapper().createObjectNode();

      assertThatThrownBy(() -> api.get("/secret", "the secret"))
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
          .hasMessage(
              "Cannot read the secret: the Kubernetes API answers with a redirect (HTTP "
                  + status
                  + "), which is not followed. Check kubernetesApi.");
      assertThatThrownBy(() -> api.patch("/secret", patch, "the secret"))
          .isInstanceOf(DatabricksException.class);
      assertThat(server.received()).containsExactly("GET /secret", "PATCH /secret");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @Test
  void an_answer_that_does_not_end_is_given_up() throws Exception {
    Files.writeString(account.resolve("token"), "hush");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerWithoutEnd(server));
      answering.start();
      KubernetesApi api =
          new KubernetesApi(
              HostAddress.parse("http://127.0.0.1:" + server.getLocalPort()),
              account,
              Duration.ofMillis(500));

      assertThatThrownBy(() -> api.get("/secret", "the secret"))
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> assertThat(e.getReason()).isEqualTo(Reason.UNAVAILABLE))
          .hasMessageContaining("does not answer (HttpTimeoutException)");
      answering.join(10_000);
      assertThat(answering.isAlive()).as("the connection is closed").isFalse();
    }
  }

  private static void answerWithoutEnd(ServerSocket server) {
    try (Socket client = server.accept()) {
      client
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".getBytes(StandardCharsets.UTF_8));
      client.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // So does a connection that is reset end.
    }
  }
}
