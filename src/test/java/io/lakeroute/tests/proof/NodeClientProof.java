// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.SecureWorkspace;
import io.lakeroute.tests.workspace.SecureWorkspaceExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code @databricks/sql} for Node.js, which speaks Thrift over https; needs node and npm. */
@ExtendWith(SecureWorkspaceExtension.class)
class NodeClientProof {
  private static final Path SOURCES = Path.of("resources", "clients", "node");
  private static final Path FOLDER = Path.of("target", "node");

  /** How a program ended, and what it printed. */
  private record Run(int code, String output) {}

  private final SecureWorkspace workspace;

  NodeClientProof(SecureWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void install() throws Exception {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "statements.js")) {
      Files.write(FOLDER.resolve(file), Files.readAllBytes(SOURCES.resolve(file)));
    }
    Run npm =
        run(
            Map.of(),
            "npm",
            "install",
            "--omit=optional",
            "--no-package-lock",
            "--no-audit",
            "--no-fund");
    assertThat(npm.code()).as(npm.output()).isZero();
  }

  @Test
  void statements_parameters_a_million_rows_and_an_error() throws Exception {
    Run node = statements(Map.of("CA", workspace.authority().toAbsolutePath().toString()));
    assertThat(node.code()).as(node.output()).isZero();

    JsonNode answer = Rest.JSON.readTree(node.output());
    assertThat(answer.path("named")).hasToString("[{\"b\":42,\"t\":\"it's\"}]");
    assertThat(answer.path("positional")).hasToString("[{\"x\":1,\"y\":\"two\"}]");
    assertThat(answer.path("million")).hasToString("{\"count\":1000000,\"sum\":499999500000}");
    assertThat(answer.path("failure").asText())
        .startsWith("[TABLE_OR_VIEW_NOT_FOUND] The table or view `no_such_table` cannot be found.");
  }

  @Test
  void does_not_connect_without_the_authority() throws Exception {
    Run node = statements(Map.of());

    assertThat(node.code()).isEqualTo(1);
    assertThat(node.output()).contains("self-signed certificate in certificate chain");
  }

  private Run statements(Map<String, String> more) throws Exception {
    var access = workspace.access();
    var environment = new HashMap<String, String>(more);
    environment.put("HOST", access.host().getHost());
    environment.put("PORT", String.valueOf(access.host().getPort()));
    environment.put("HTTP_PATH", access.httpPath());
    environment.put("TOKEN", access.token());
    return run(environment, "node", "statements.js");
  }

  private static Run run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = FOLDER.resolve("output.txt");
    var builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(command[0] + " did not end");
    }
    return new Run(process.exitValue(), Files.readString(output));
  }
}
