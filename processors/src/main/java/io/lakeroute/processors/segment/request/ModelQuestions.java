// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.sql.StatementPlan;
import java.util.List;
import java.util.Optional;

/**
 * Reads what callers ask of models that need not be bound to their tables: whether those may be
 * read, and what a model of a schema would be. Thread-safe.
 *
 * @param connection of models that name none
 * @param proposeFrom where models may be proposed from
 * @param tables of the connection
 */
public record ModelQuestions(
    List<SegmentModel> models, String connection, ProposalScope proposeFrom, SchemaTables tables) {

  public ModelQuestions {
    models = List.copyOf(models);
  }

  /**
   * One question.
   *
   * @param body of the request, its parameters as texts
   * @throws RequestException where it is wrong, or names what does not exist
   */
  public StatementPlan ask(SegmentAction action, JsonNode body) {
    return switch (action) {
      case VERIFY -> SourceGrants.of(asked(text(body, "model")), connection);
      case PROPOSE ->
          new ProposedModel(proposeFrom.schema(text(body, "schema")), tables)
              .plan(text(body, "population"), text(body, "key"), text(body, "tables"));
      default -> throw new IllegalStateException("is a question about segments");
    };
  }

  private List<SegmentModel> asked(Optional<String> name) {
    List<SegmentModel> asked =
        models.stream().filter(model -> name.isEmpty() || model.name().equals(name.get())).toList();
    if (asked.isEmpty() && name.isPresent()) {
      throw new RequestException(ProblemReason.NOT_FOUND, "model must name a model that there is");
    }
    return asked;
  }

  private static Optional<String> text(JsonNode body, String field) {
    return Optional.of(body.path(field).asText()).filter(text -> !text.isBlank());
  }
}
