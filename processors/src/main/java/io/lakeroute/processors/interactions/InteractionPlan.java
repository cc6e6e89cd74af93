package io.lakeroute.processors.interactions;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one request asks of the warehouse, and how its answer is made of the rows; immutable.
 *
 * @see Interactions#plan
 */
public final class InteractionPlan {

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

  /** The statements to run, in the order of the sources' names; none if no row can match. */
  public List<InteractionQuery> queries() {
    return queries;
  }

  /**
   * The answer in JSON.
   *
   * @param rows the rows of each query, in the queries' order
   */
  public byte[] answer(List<List<Map<String, Object>>> rows) {
    if (rows.size() != queries.size()) {
      throw new IllegalArgumentException(
          "expected rows of " + queries.size() + " queries, got " + rows.size());
    }
    PageMerge merge = new PageMerge(request, before);
    for (int i = 0; i < rows.size(); i++) {
      merge.add(queries.get(i).source(), rows.get(i));
    }
    InteractionPage page = merge.page();
    Optional<String> next =
        page.next().isEmpty() ? Optional.empty() : Optional.of(cursors.seal(request, page.next()));
    return PageEncoder.encode(request.profile(), page, next);
  }
}
