// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.writeBack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.SecretTexts;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.staging.objects.StagingStores;
import io.lakeroute.databricks.statement.change.ChangeRunner;
import io.lakeroute.databricks.statement.change.ChangeStatement;
import io.lakeroute.databricks.statement.read.StatementRunner;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Credentials that a statement carries are not repeated by its failure. */
@ExtendWith(LocalWorkspaceExtension.class)
class HiddenSecretsTest {
  private static final String CLAUSE =
      "WITH (CREDENTIAL (AWS_ACCESS_KEY = 'ASIAHUSH', AWS_SECRET_KEY = 'hush/k\\'ey', AWS_SESSION_TOKEN = 'hush-token'))";

  private final LocalWorkspace workspace;

  HiddenSecretsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @AfterEach
  void heal() {
    workspace.knobs().clearFaults();
  }

  @Test
  void a_server_that_names_one_is_not_passed_on() {
    assertThat(failure(SecretTexts.NONE)).as("without a mask").contains("hush/k'ey");

    assertThat(failure(StagingStores.secretsOf(CLAUSE)))
        .isEqualTo(
            "Cannot copy on connection 'local': *** does not exist, or the principal may not see it (TABLE_OR_VIEW_NOT_FOUND, HTTP 404). Check the spelling and the grants USE CATALOG, USE SCHEMA and SELECT.");
  }

  private String failure(SecretTexts secrets) {
    workspace
        .knobs()
        .add(
            Fault.on("POST /api/2.0/sql/statements", 404)
                .body(
                    Map.of(
                        "error_code",
                        "NOT_FOUND",
                        "message",
                        "[TABLE_OR_VIEW_NOT_FOUND] The table or view `hush/k'ey` cannot be found. "
                            + CLAUSE)));
    try (StagingConnection connection = StagingConnection.open(writeBack(workspace.access()))) {
      ChangeRunner runner =
          new ChangeRunner(
              connection.connection(),
              "",
              new StatementRunner.Patience(
                  Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30)),
              Measurements.NONE);
      var statement =
          new ChangeStatement("Cannot copy", "COPY INTO t FROM 's3://x' " + CLAUSE, List.of(), true)
              .hiding(secrets);
      var thrown =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              DatabricksException.class, () -> runner.run(statement, Optional.empty()));
      assertThatThrownBy(
              () -> {
                throw thrown;
              })
          .satisfies(e -> assertThat(e.getCause().toString()).doesNotContain("hush"));
      return thrown.getMessage();
    }
  }
}
