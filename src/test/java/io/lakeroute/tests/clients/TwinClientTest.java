// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Driver.Mode;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * databricks-jdbc asks the same questions in both of its protocols, and gets the answers written in
 * {@code twins.txt}; where the driver itself differs between them, the difference is written there.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class TwinClientTest {
  private static final WrittenAnswers WRITTEN = WrittenAnswers.read("/clients/twins.txt");

  private final LocalWorkspace workspace;

  TwinClientTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void prepare(LocalWorkspace workspace) {
    Questions.prepare(workspace);
  }

  @TestFactory
  Stream<DynamicTest> sea_answers_as_written() throws SQLException {
    return compare(Mode.SEA);
  }

  @TestFactory
  Stream<DynamicTest> thrift_answers_as_written() throws SQLException {
    return compare(Mode.THRIFT);
  }

  @Test
  void every_question_has_its_answer_and_every_difference_its_reason() {
    assertThat(WRITTEN.questions())
        .containsExactlyElementsOf(Questions.about(workspace).keySet())
        .hasSizeGreaterThan(30);
    assertThat(WRITTEN.differencesWithoutReason()).isEmpty();
  }

  private Stream<DynamicTest> compare(Mode mode) throws SQLException {
    Map<String, String> answers = new LinkedHashMap<>();
    try (Connection connection = workspace.connect(mode)) {
      Questions.about(workspace)
          .forEach((name, question) -> answers.put(name, Answer.to(question, connection)));
    }
    return answers.entrySet().stream()
        .map(
            answer ->
                DynamicTest.dynamicTest(
                    answer.getKey(),
                    () ->
                        assertThat(answer.getValue())
                            .isEqualTo(WRITTEN.answer(answer.getKey(), mode))));
  }
}
