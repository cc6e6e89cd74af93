// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.BoundModel;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.FieldValues;
import io.lakeroute.processors.segment.MemberTable;
import io.lakeroute.processors.segment.ModelFields;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.Segments;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.sql.SqlName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what callers ask of segments. Thread-safe.
 *
 * @param connection of models that name none
 * @param adHoc whether callers may bring a definition
 * @param maxPreview the most rows of a preview
 * @param writeBack which tables segments may be put into
 * @param facts about segments and tables
 */
public record SegmentQuestions(
    Segments segments,
    String connection,
    boolean adHoc,
    int maxPreview,
    WriteBack writeBack,
    KnownFacts facts) {

  /**
   * One question.
   *
   * @param body of the request; an empty object where the action takes none
   * @throws RequestException where it is wrong, or names what does not exist
   * @throws io.lakeroute.processors.definition.DefinitionException where its definition is wrong
   */
  public SegmentQuestion ask(SegmentAction action, JsonNode body, Instant now) {
    return switch (action) {
      case LIST -> new SegmentQuestion.Ready(connection, SegmentPlan.of(list()));
      case FIELDS -> fields(body);
      case OVERLAP -> {
        SegmentRequest request = SegmentRequest.read(body, action);
        List<BoundSegment> several = request.segments().stream().map(this::named).toList();
        yield new OverlapQuestion(several, request, connection(several.get(0).model()), now);
      }
      case MATERIALIZE -> materialization(SegmentRequest.read(body, action), now);
      default -> {
        SegmentRequest request = SegmentRequest.read(body, action);
        BoundSegment segment = segment(request);
        yield new MemberQuestion(
            action, segment, request, connection(segment.model()), now, maxPreview);
      }
    };
  }

  /**
   * A scheduled run of a segment that has a file.
   *
   * @throws RequestException where there is none of that name
   */
  public SegmentRun run(String name) {
    BoundSegment segment = named(name);
    return SegmentRun.of(segment, connection(segment.model()));
  }

  /**
   * The connection of a model.
   *
   * @param model there is one of that name
   */
  public String connection(String model) {
    return connection(segments.model(model).orElseThrow());
  }

  private String connection(BoundModel model) {
    return model.model().connection().orElse(connection);
  }

  private SegmentQuestion materialization(SegmentRequest request, Instant now) {
    SqlName table = writeBack.table(request.table());
    BoundSegment segment = segment(request);
    segments
        .modelWith(table)
        .ifPresent(
            model -> {
              throw RequestException.invalid(
                  "table is a source of the model " + model + ", whose rows would be lost");
            });
    return new Materialization(
        new MemberTable(table, segment),
        connection(segment.model()),
        request.pin(),
        request.asOf().orElse(now));
  }

  private BoundSegment segment(SegmentRequest request) {
    if (request.definition().isPresent()) {
      if (!adHoc) {
        throw new RequestException(
            ProblemReason.NOT_ALLOWED,
            "definitions in requests are not allowed; name a segment that has a file");
      }
      return segments.adHoc(request.definition().get());
    }
    return named(request.segment().orElseThrow());
  }

  private BoundSegment named(String name) {
    return segments
        .named(name)
        .orElseThrow(
            () ->
                new RequestException(ProblemReason.NOT_FOUND, "there is no segment of that name"));
  }

  private List<Map<String, Object>> list() {
    return segments.all().stream().map(this::listed).toList();
  }

  private Map<String, Object> listed(Segment segment) {
    Map<String, Object> listed = new LinkedHashMap<>();
    listed.put("name", segment.name());
    listed.put("generation", segment.generation());
    segment.title().ifPresent(title -> listed.put("title", title));
    listed.put("model", segment.model());
    facts
        .lastRun(connection(segments.model(segment.model()).orElseThrow()), segment.name())
        .ifPresent(run -> listed.put("lastRun", run));
    return listed;
  }

  private SegmentQuestion fields(JsonNode body) {
    BoundModel model =
        segments
            .model(body.path("model").asText())
            .orElseThrow(
                () ->
                    new RequestException(
                        ProblemReason.NOT_FOUND, "model must name a model that there is"));
    if (!body.hasNonNull("values")) {
      return new SegmentQuestion.Ready(
          connection(model),
          SegmentPlan.of(ModelFields.of(model, table -> facts.rows(connection(model), table))));
    }
    if (!adHoc) {
      throw new RequestException(
          ProblemReason.NOT_ALLOWED,
          "values of fields are not returned; an operator can allow them together with definitions"
              + " in requests (adHoc)");
    }
    Statement values =
        FieldValues.of(model, body.path("values").asText())
            .orElseThrow(
                () ->
                    new RequestException(
                        ProblemReason.NOT_FOUND, "values must name a field as source.field"));
    return new SegmentQuestion.Ready(
        connection(model),
        new SegmentPlan(
            List.of(SegmentPlan.Query.of(connection(model), values)), results -> results.get(0)));
  }
}
