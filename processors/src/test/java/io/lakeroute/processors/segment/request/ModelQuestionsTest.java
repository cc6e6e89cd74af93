// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.DeclaredTable;
import io.lakeroute.processors.segment.ModelReader;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.sql.ProbePlan;
import io.lakeroute.processors.sql.ProbePlan.Failure;
import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.processors.sql.StatementPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What can be asked of models that are not bound to their tables. */
class ModelQuestionsTest {

  /** Three tables: one with a primary key, one without, and one that may not be looked at. */
  private static final SchemaTables TABLES =
      new SchemaTables() {
        @Override
        public List<SqlName> in(SqlName schema, int most) {
          return Optional.of(schema.child("people"))
              .filter(people -> !schema.toString().equals("main.large"))
              .map(people -> List.of(people, schema.child("visits"), schema.child("hidden")))
              .orElseGet(
                  () -> IntStream.range(0, most).mapToObj(i -> schema.child("t" + i)).toList());
        }

        @Override
        public Optional<DeclaredTable> declared(SqlName table) {
          return switch (table.parts().get(2)) {
            case "people" ->
                Optional.of(
                    new DeclaredTable(table, Map.of("id", "BIGINT"), List.of("id"), List.of()));
            case "visits" ->
                Optional.of(
                    new DeclaredTable(
                        table,
                        Map.of("who", "BIGINT", "payload", "STRUCT<a:INT>"),
                        List.of(),
                        List.of()));
            default -> Optional.empty();
          };
        }
      };

  private static final ModelQuestions QUESTIONS =
      new ModelQuestions(
          List.of(
              model("first", "", "main.crm.people"), model("second", "other", "main.crm.visits")),
          "default",
          ProposalScope.of("main.crm, main.large"),
          TABLES);

  @Test
  void a_model_is_proposed_as_yaml_without_a_statement() {
    StatementPlan plan = ask(SegmentAction.PROPOSE, "schema", "MAIN.CRM", "population", "people");

    assertThat(plan.statements()).isEmpty();
    assertThat(plan.mediaType()).isEqualTo("application/yaml");
    assertThat(text(plan.answer(List.of())))
        .contains("population: people\n", "key: id\n", "hidden cannot be looked at");
  }

  @Test
  void only_the_tables_that_are_named_are_looked_at() {
    assertThat(
            text(
                ask(
                        SegmentAction.PROPOSE,
                        "schema",
                        "main.crm",
                        "population",
                        "people",
                        "tables",
                        "visits, people")
                    .answer(List.of())))
        .contains("main.crm.visits declares no key")
        .doesNotContain("hidden");
    assertThat(
            text(
                ask(
                        SegmentAction.PROPOSE,
                        "schema",
                        "main.crm",
                        "population",
                        "visits",
                        "key",
                        "WHO",
                        "tables",
                        "people")
                    .answer(List.of())))
        .contains("population: visits\n", "key: who\n");
  }

  @Test
  void what_unity_catalog_does_not_know_is_asked() {
    refuses("population must name the table or view whose keys", "schema", "main.crm");
    refuses("key must name the column", "schema", "main.crm", "population", "visits");
    refuses(
        "key must name a column of the population whose values can be compared",
        "schema",
        "main.crm",
        "population",
        "visits",
        "key",
        "payload");
    refuses("key must name a column", "schema", "main.crm", "population", "visits", "key", "id");
    refuses("population names no table or view", "schema", "main.crm", "population", "hidden");
    refuses("population names no table or view", "schema", "main.crm", "population", "nobody");
    refuses("schema must be catalog.schema", "schema", "main", "population", "people");
    refuses("schema must be catalog.schema", "population", "people");
    refuses(
        "tables must have names without catalog and schema",
        "schema",
        "main.crm",
        "population",
        "people",
        "tables",
        "visits,,people");
    refuses(
        "a model is proposed from up to 50 tables and views",
        "schema",
        "main.large",
        "population",
        "t1");
  }

  @Test
  void models_are_proposed_from_schemas_that_an_operator_names() {
    assertThatThrownBy(
            () -> ask(SegmentAction.PROPOSE, "schema", "main.secret", "population", "people"))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.getReason()).isEqualTo(ProblemReason.NOT_ALLOWED))
        .hasMessage(
            "models are not proposed from that schema; an operator can allow it (proposeFrom)");
    ModelQuestions closed = new ModelQuestions(List.of(), "default", ProposalScope.of(" "), TABLES);
    assertThatThrownBy(
            () -> closed.ask(SegmentAction.PROPOSE, body("schema", "main.crm", "population", "p")))
        .hasMessage("models are not proposed; an operator can name schemas for it (proposeFrom)");
    assertThatThrownBy(() -> ProposalScope.of("main.crm,"))
        .hasMessageStartingWith(
            "proposeFrom 'main.crm,' must be catalog.schema, or several by commas: ");
  }

  @Test
  void each_source_is_read_on_the_connection_of_its_model() {
    StatementPlan plan = ask(SegmentAction.VERIFY);

    assertThat(plan.statements())
        .extracting(StatementPlan.Planned::connection, StatementPlan.Planned::sql)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("default", "SELECT 1 AS `one`"),
            org.assertj.core.groups.Tuple.tuple(
                "default", "SELECT 1 AS `one`\nFROM `main`.`crm`.`people`\nLIMIT 0"),
            org.assertj.core.groups.Tuple.tuple("other", "SELECT 1 AS `one`"),
            org.assertj.core.groups.Tuple.tuple(
                "other", "SELECT 1 AS `one`\nFROM `main`.`crm`.`visits`\nLIMIT 0"));
  }

  @Test
  void the_answer_names_what_each_source_lacks() {
    ProbePlan plan = (ProbePlan) ask(SegmentAction.VERIFY);

    assertThat(
            text(
                plan.answer(
                    Map.of(3, new Failure("FORBIDDEN", "SELECT on Table main.crm.visits")))))
        .isEqualTo(
            "[{\"model\":\"first\",\"ok\":true,\"sources\":[{\"name\":\"people\",\"table\":\"main.crm.people\",\"ok\":true}]},"
                + "{\"model\":\"second\",\"ok\":false,\"sources\":[{\"name\":\"people\",\"table\":\"main.crm.visits\",\"ok\":false,"
                + "\"reason\":\"FORBIDDEN\",\"detail\":\"The connection's service principal does not have SELECT on Table main.crm.visits; grant it\"}]}]");
  }

  @Test
  void a_connection_that_runs_no_statement_is_no_answer() {
    ProbePlan plan = (ProbePlan) ask(SegmentAction.VERIFY, "model", "first");

    assertThat(plan.answers(0, new Failure("FORBIDDEN", ""))).isFalse();
    for (ProblemReason reason : ProblemReason.values()) {
      assertThat(plan.answers(1, new Failure(reason.name(), "")))
          .as(reason.name())
          .isEqualTo(List.of("FORBIDDEN", "NOT_FOUND", "INVALID").contains(reason.name()));
    }
    assertThatThrownBy(() -> ask(SegmentAction.VERIFY, "model", "third"))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.getReason()).isEqualTo(ProblemReason.NOT_FOUND));
  }

  private static void refuses(String message, String... parameters) {
    assertThatThrownBy(() -> ask(SegmentAction.PROPOSE, parameters))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.getReason()).isEqualTo(ProblemReason.INVALID))
        .hasMessageStartingWith(message);
  }

  private static StatementPlan ask(SegmentAction action, String... parameters) {
    return QUESTIONS.ask(action, body(parameters));
  }

  private static ObjectNode body(String... parameters) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < parameters.length; i += 2) {
      body.put(parameters[i], parameters[i + 1]);
    }
    return body;
  }

  private static String text(byte[] answer) {
    return new String(answer, StandardCharsets.UTF_8);
  }

  private static SegmentModel model(String name, String connection, String table) {
    String yaml =
        "model: %s\n%spopulation: people\nsources: {people: {table: %s, key: id}}\n"
            .formatted(name, connection.isEmpty() ? "" : "connection: " + connection + "\n", table);
    try {
      return ModelReader.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
