// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.demo;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.StatementResponse;
import com.databricks.sdk.service.sql.StatementState;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.awaitility.Awaitility;

/** SQL on the demo's workspace, as its service principal. Not thread-safe. */
final class DemoWorkspace {

  /** A busy machine takes its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Set<StatementState> UNDER_WAY =
      EnumSet.of(StatementState.PENDING, StatementState.RUNNING);

  private final Properties properties;
  private final WorkspaceClient client;
  private final String warehouseId;

  /**
   * @param directory the workspace's folder, with its workspace.properties
   */
  DemoWorkspace(Path directory) throws IOException {
    properties = new Properties();
    try (Reader file = Files.newBufferedReader(directory.resolve("workspace.properties"))) {
      properties.load(file);
    }
    client =
        new WorkspaceClient(
            new DatabricksConfig()
                .setAuthType("oauth-m2m")
                .setHost(property("host"))
                .setClientId(property("client.id"))
                .setClientSecret(property("client.secret")));
    String path = property("http.path");
    warehouseId = path.substring(path.lastIndexOf('/') + 1);
  }

  String property(String key) {
    return properties.getProperty(key);
  }

  String warehouseId() {
    return warehouseId;
  }

  /** Runs the statements of a file, which end with a semicolon at the end of a line. */
  void runFile(Path file) throws IOException {
    for (String statement : Files.readString(file).split(";\\s*(\\R|\\z)")) {
      if (!statement.isBlank()) {
        query(statement);
      }
    }
  }

  /**
   * @return the rows, each value as text
   */
  List<List<String>> query(String sql) {
    StatementResponse response =
        client
            .statementExecution()
            .executeStatement(
                new ExecuteStatementRequest()
                    .setWarehouseId(warehouseId)
                    .setStatement(sql)
                    .setWaitTimeout("30s"));
    String id = response.getStatementId();
    if (UNDER_WAY.contains(response.getStatus().getState())) {
      response =
          Awaitility.await()
              .atMost(PATIENCE)
              .pollInterval(BETWEEN_LOOKS)
              .until(
                  () -> client.statementExecution().getStatement(id),
                  found -> !UNDER_WAY.contains(found.getStatus().getState()));
    }
    if (response.getStatus().getState() != StatementState.SUCCEEDED) {
      throw new DemoException(
          "A statement of the demo is "
              + response.getStatus().getState()
              + ": "
              + response.getStatus().getError());
    }
    Collection<Collection<String>> rows = response.getResult().getDataArray();
    return rows == null ? List.of() : rows.stream().map(List::copyOf).toList();
  }
}
