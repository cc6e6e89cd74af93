// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import io.lakeroute.processors.journey.Journey.Branch;
import io.lakeroute.processors.journey.Journey.Stage;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.segment.AudienceStatements;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.segment.request.Answers;
import io.lakeroute.processors.sql.StatementPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts whom a journey would send what, as if all of its audience were in each stage; delivers
 * nothing. Immutable.
 *
 * @param connection of its tables
 */
public record JourneyPreview(BoundJourney journey, Pin pin, String connection)
    implements StatementPlan {

  private record Counting(String connection, String sql, Map<String, Object> parameters)
      implements Planned {}

  @Override
  public List<Planned> statements() {
    Statement counts = journey.statements().counts(pin);
    return List.of(new Counting(connection, counts.sql(), counts.parameters()));
  }

  @Override
  public byte[] answer(List<List<Map<String, Object>>> rows) {
    Map<String, Object> counts = rows.get(0).get(0);
    Journey definition = journey.definition();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("journey", definition.name());
    answer.put("generation", definition.generation());
    answer.put("status", definition.status().text());
    answer.put("count", counts.get(AudienceStatements.COUNT));
    answer.put(
        "suppressed", counts.get(AudienceStatements.count(0, AudienceStatements.SUPPRESSED)));
    List<Object> stages = new ArrayList<>();
    for (int i = 0; i < definition.stages().size(); i++) {
      stages.add(stage(i, definition.stages().get(i), counts));
    }
    answer.put("stages", stages);
    Answers.pin(answer, pin, journey.statements().tables().keySet());
    return JsonValues.text(answer).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> stage(int index, Stage stage, Map<String, Object> counts) {
    List<Object> branches = new ArrayList<>();
    for (int i = 0; i < stage.branches().size(); i++) {
      Branch branch = stage.branches().get(i);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("path", branch.path());
      entry.put("count", counts.get(AudienceStatements.count(index, i + 1)));
      entry.put("arms", weights(branch.arms()));
      branches.add(entry);
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", stage.name());
    entry.put("branches", branches);
    entry.put(
        "unmatched", counts.get(AudienceStatements.count(index, AudienceStatements.UNMATCHED)));
    return entry;
  }

  private static Map<String, Object> weights(Arms arms) {
    Map<String, Object> weights = new LinkedHashMap<>();
    arms.weights()
        .forEach(
            (arm, weight) ->
                weights.put(
                    arm, weight == Math.rint(weight) ? (Object) weight.longValue() : weight));
    return weights;
  }
}
