// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Workspace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the Kamelets fail under routes of somebody else: with a reason, and without a secret. */
@ExtendWith(LocalWorkspaceExtension.class)
class CatalogKameletsFailureTest {
  private static final String WRONG_SECRET = "wr0ng-s3cret";

  private final LocalWorkspace workspace;

  CatalogKameletsFailureTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databricks-catalog-action?action=schemas&object=nope | NOT_FOUND",
        "databricks-sample-action?object=main.nope.nope | NOT_FOUND",
        "databricks-query-action?sql=SELECT :id | INVALID",
      })
  void a_failure_reaches_the_callers_own_try(String kamelet, String reason) {
    try (var routes =
        UserRoutes.start(
            workspace.access(),
            """
            - from:
                uri: direct:mine
                steps:
                  - doTry:
                      steps:
                        - to: "kamelet:%s"
                      doCatch:
                        - exception:
                            - io.lakeroute.databricks.error.DatabricksException
                          steps:
                            - setBody:
                                simple: "${exception.reason}"
            """
                .formatted(kamelet))) {
      Exchange answer = routes.send("direct:mine", null, Map.of());

      assertThat(answer.getException()).isNull();
      assertThat(answer.getMessage().getBody(String.class)).isEqualTo(reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks-catalog-action?action=schemas&object=main",
        "databricks-sample-action?object=main.a.b",
        "databricks-query-action?sql=SELECT 1"
      })
  void a_failure_reaches_the_callers_own_error_handler_without_the_secret(String kamelet) {
    try (var routes =
        UserRoutes.start(
            wrongSecret(),
            """
            - errorHandler:
                deadLetterChannel:
                  deadLetterUri: direct:failed
            - from:
                uri: direct:failed
                steps:
                  - setBody:
                      simple: "${exception.reason}: ${exception.stacktrace}"
                  - to: seda:failed?waitForTaskToComplete=Never
            - from:
                uri: direct:mine
                steps:
                  - to: "kamelet:%s"
            """
                .formatted(kamelet))) {
      routes.send("direct:mine", null, Map.of());

      assertThat(routes.receive("seda:failed"))
          .startsWith("UNAUTHENTICATED: ")
          .contains("the client id or its secret is refused")
          .doesNotContain(WRONG_SECRET);
      assertThat(routes.camel().getEndpoints()).asString().doesNotContain(WRONG_SECRET);
    }
  }

  @Test
  void a_failed_check_is_an_answer_without_the_secret() {
    try (var routes =
        UserRoutes.start(
            wrongSecret(),
            """
            - from:
                uri: direct:mine
                steps:
                  - to: kamelet:databricks-verify-action
            """)) {
      assertThat(routes.send("direct:mine", null, Map.of()).getMessage().getBody(String.class))
          .contains("\"ok\":false", "\"step\":\"token\"", "Create a new OAuth secret")
          .doesNotContain(WRONG_SECRET);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databricks-catalog-action?action=tables&object=main | databricks:catalog with action=tables needs the name of a schema",
        "databricks-catalog-action?action=drop | The option action is 'drop'; allowed are catalogs, schemas, tables",
        "databricks-catalog-action?pageSize=many | The option pageSize is 'many'; allowed is a whole number.",
        "databricks-sample-action?object=crm.leads | 'crm.leads' has 2 parts.",
        "databricks-sample-action?object=main.crm.leads&sampleRows=1000 | The option sampleRows is 1000; allowed is 1 to 100.",
        "databricks-query-action?sql=DROP TABLE t | databricks:query runs statements that read",
        "databricks-verify-action?connection=other | There is no connection 'other'. Declared are: default.",
      })
  void what_cannot_work_is_refused_at_start_in_one_line(String kamelet, String message) {
    Throwable refused =
        catchThrowable(
            () ->
                UserRoutes.start(
                        workspace.access(),
                        """
                        - from:
                            uri: direct:mine
                            steps:
                              - to: "kamelet:%s"
                        """
                            .formatted(kamelet))
                    .close());

    StringWriter printed = new StringWriter();
    refused.printStackTrace(new PrintWriter(printed));
    assertThat(printed.toString().lines()).anyMatch(line -> line.contains(message));
  }

  private Workspace wrongSecret() {
    return workspace.access().withCredentials(workspace.access().clientId(), WRONG_SECRET);
  }
}
