// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.rest.DatabricksFailure;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.segment.ReadProbe;
import io.lakeroute.processors.segment.SegmentModel;
import io.lakeroute.processors.sql.ProbePlan;
import io.lakeroute.processors.sql.SqlName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether each table of models may be read: one statement for each, which reads no row. For one
 * question.
 *
 * <p>The first statement on a connection reads nothing. If it fails, the question does: nothing is
 * known of the tables then.
 */
final class SourceGrants implements ProbePlan {

  /** What is said of a table; other reasons are those of the connection. */
  private static final Set<ProblemReason> OF_A_TABLE =
      Set.of(ProblemReason.FORBIDDEN, ProblemReason.NOT_FOUND, ProblemReason.INVALID);

  private final List<SegmentPlan.Query> statements = new ArrayList<>();
  private final Map<Integer, SqlName> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> models = new LinkedHashMap<>();

  private SourceGrants() {}

  /**
   * Those of models.
   *
   * @param connection of models that name none
   */
  static SourceGrants of(List<SegmentModel> models, String connection) {
    SourceGrants grants = new SourceGrants();
    Set<String> connections = new HashSet<>();
    for (SegmentModel model : models) {
      String place = model.connection().orElse(connection);
      if (connections.add(place)) {
        grants.statements.add(SegmentPlan.Query.of(place, ReadProbe.ofConnection()));
      }
      Map<String, Integer> sources = new LinkedHashMap<>();
      model
          .tables()
          .forEach(
              (name, table) -> {
                sources.put(name, grants.statements.size());
                grants.tables.put(grants.statements.size(), table);
                grants.statements.add(SegmentPlan.Query.of(place, ReadProbe.of(table)));
              });
      grants.models.put(model.name(), sources);
    }
    return grants;
  }

  @Override
  public List<SegmentPlan.Query> statements() {
    return List.copyOf(statements);
  }

  @Override
  public boolean answers(int statement, Failure failure) {
    return tables.containsKey(statement)
        && OF_A_TABLE.contains(ProblemReason.named(failure.reason()));
  }

  @Override
  public byte[] answer(Map<Integer, Failure> failures) {
    List<Object> answer = new ArrayList<>();
    models.forEach(
        (name, sources) -> {
          Map<String, Object> model = new LinkedHashMap<>();
          model.put("model", name);
          model.put("ok", sources.values().stream().noneMatch(failures::containsKey));
          List<Object> each = new ArrayList<>();
          sources.forEach((source, statement) -> each.add(source(source, statement, failures)));
          model.put("sources", each);
          answer.add(model);
        });
    return JsonValues.text(answer).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Object> source(String name, int statement, Map<Integer, Failure> failures) {
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("name", name);
    source.put("table", tables.get(statement).toString());
    source.put("ok", !failures.containsKey(statement));
    if (failures.containsKey(statement)) {
      Failure failure = failures.get(statement);
      ProblemReason reason = ProblemReason.named(failure.reason());
      source.put("reason", reason.name());
      source.put("detail", detail(reason, failure.missingGrant()));
    }
    return source;
  }

  private static String detail(ProblemReason reason, String missingGrant) {
    if (reason == ProblemReason.INVALID) {
      return "It cannot be read as it is; a view may name what is gone";
    }
    return reason == ProblemReason.FORBIDDEN && missingGrant.isEmpty()
        ? "It may not be read: a grant is missing, or onlyCatalogs of the connection leaves out its catalog"
        : DatabricksFailure.detail(reason, missingGrant);
  }
}
