// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lakeroute.processors.sql.StatementPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one request asks of the warehouse, and how its answer is made of the rows; immutable.
 *
 * @see Interactions#plan
 */
public final class InteractionPlan implements StatementPlan {

  private final InteractionRequest request;
  private final Map<String, Position> before;
  private final List<InteractionQuery> queries;
  private final Cursors cursors;

  InteractionPlan(
      InteractionRequest request,
      Map<String, Position> before,
      List<InteractionQuery> queries,
      Cursors cursors) {
    this.request = request;
    this.before = before;
    this.queries = List.copyOf(queries);
    this.cursors = cursors;
  }

  /** In the order of the sources' names; none if no row can match. */
  @Override
  public List<InteractionQuery> statements() {
    return queries;
  }

  @Override
  public byte[] answer(List<List<Map<String, Object>>> rows) {
    InteractionPage page = page(rows);
    Optional<String> next =
        page.next().isEmpty() ? Optional.empty() : Optional.of(cursors.seal(request, page.next()));
    return PageEncoder.encode(request.profile(), page, next);
  }

  /** Writes the interactions of the first page as an array. */
  public void write(JsonGenerator json, List<List<Map<String, Object>>> rows) throws IOException {
    PageEncoder.write(json, page(rows));
  }

  private InteractionPage page(List<List<Map<String, Object>>> rows) {
    if (rows.size() != queries.size()) {
      throw new IllegalArgumentException(
          "expected rows of " + queries.size() + " queries, got " + rows.size());
    }
    PageMerge merge = new PageMerge(request, before);
    for (int i = 0; i < rows.size(); i++) {
      merge.add(queries.get(i).source(), rows.get(i));
    }
    return merge.page();
  }
}
