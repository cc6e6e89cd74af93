// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The twin of the contract: on a workspace that answers nonsense, every check must fail. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class BrokenWorkspaceTest {
  private static final int ALWAYS = 200;

  /** Says yes to everything, and nothing else; still hands out tokens, so that checks get there. */
  private static final Fault EMPTY =
      Fault.on("^(?!POST /oidc/).*", 200).body(List.of()).times(ALWAYS);

  private static final Fault NO_TOKENS = Fault.on(".* /oidc/.*", 200).body(List.of()).times(ALWAYS);

  /** Takes every change over REST, and makes none. */
  private static final Fault UNCHANGED =
      Fault.on("(PUT|PATCH|DELETE|POST) /api/(?!2.0/sql/).*", 204).times(ALWAYS);

  /** A secret that opens nothing, for longer than was asked. */
  private static final Fault FALSE_SECRET =
      Fault.on("POST .*/credentials/secrets", 200)
          .body(Map.of("id", "x", "secret", "y", "expire_time", "2099-01-01T00:00:00Z"))
          .times(ALWAYS);

  /** Every statement succeeds with one row that nobody asked for. */
  private static final Fault WRONG_ROW =
      Fault.on(".* /api/2.0/sql/statements.*", 200)
          .body(
              Map.of(
                  "statement_id", "01f1c46c-0000-0000-0000-000000000000",
                  "status", Map.of("state", "SUCCEEDED"),
                  "manifest",
                      Map.of(
                          "format",
                          "JSON_ARRAY",
                          "schema",
                          Map.of(
                              "column_count",
                              1,
                              "columns",
                              List.of(
                                  Map.of(
                                      "name", "wrong",
                                      "type_text", "STRING",
                                      "type_name", "STRING",
                                      "position", 0))),
                          "total_chunk_count",
                          1,
                          "total_row_count",
                          1,
                          "truncated",
                          false),
                  "result", Map.of("row_count", 1, "data_array", List.of(List.of("wrong")))))
          .times(ALWAYS);

  private final LocalWorkspace workspace;

  BrokenWorkspaceTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @TestFactory
  Stream<DynamicTest> fails_where_calls_answer_nothing() {
    return checks()
        .map(
            check ->
                twin(
                    check,
                    AuthenticationChecks.class.equals(check.getDeclaringClass())
                        ? List.of(EMPTY, NO_TOKENS)
                        : List.of(EMPTY)));
  }

  @TestFactory
  Stream<DynamicTest> fails_where_statements_answer_a_wrong_row() {
    return checks()
        .filter(
            check ->
                List.of(
                        StatementChecks.class,
                        FailureChecks.class,
                        ResultChecks.class,
                        TableChecks.class,
                        ChangeChecks.class,
                        GrantChecks.class,
                        HistoryChecks.class,
                        WritingChecks.class)
                    .contains(check.getDeclaringClass()))
        // These do not ask for a statement's rows.
        .filter(check -> !check.getName().matches("an_unknown_path.*|unity_catalog_tells.*"))
        .map(check -> twin(check, List.of(WRONG_ROW)));
  }

  @TestFactory
  Stream<DynamicTest> fails_where_what_is_changed_over_rest_stays_as_it_was() {
    return checks()
        .filter(
            check ->
                List.of(VolumeChecks.class, GrantChecks.class, SecretChecks.class)
                    .contains(check.getDeclaringClass()))
        // These change nothing over REST.
        .filter(check -> !check.getName().matches("a_volume_.*|.*_granted_in_sql_.*"))
        .map(check -> twin(check, List.of(FALSE_SECRET, UNCHANGED)));
  }

  @Test
  void every_check_has_a_twin() {
    assertThat(checks().count()).isGreaterThan(65);
  }

  private DynamicTest twin(Method check, List<Fault> faults) {
    return DynamicTest.dynamicTest(
        check.getName(),
        () -> {
          workspace.knobs().clearFaults();
          faults.forEach(workspace.knobs()::add);
          try {
            assertThat(catchThrowable(() -> run(check)))
                .as("%s passes on a broken workspace", check.getName())
                .isNotNull();
          } finally {
            workspace.knobs().clearFaults();
          }
        });
  }

  /** What nonsense does not show at once it never shows. */
  private static final class Hasty extends LocalWorkspaceContractTest {

    Hasty(LocalWorkspace workspace) {
      super(workspace);
    }

    @Override
    public Duration patience() {
      return Duration.ofMillis(100);
    }
  }

  private void run(Method check) throws Throwable {
    try {
      check.invoke(new Hasty(workspace));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Stream<Method> checks() {
    return Arrays.stream(LocalWorkspaceContractTest.class.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .sorted(Comparator.comparing(Method::getName));
  }
}
