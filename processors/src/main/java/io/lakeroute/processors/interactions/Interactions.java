// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.rest.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans and answers requests for interactions over a fixed set of sources; thread-safe. */
public final class Interactions {

  private final RequestReader reader;
  private final Cursors cursors;
  private final Map<String, SourcePlanner> planners = new LinkedHashMap<>();

  /**
   * Plans for one set of sources.
   *
   * @param tenant whose sources they are; empty where there are no tenants
   */
  public Interactions(
      InteractionSources sources, RequestLimits limits, CursorCipher cipher, String tenant) {
    this.reader = new RequestReader(limits, sources.types());
    this.cursors = new Cursors(cipher, tenant, sources);
    sources.all().forEach(source -> planners.put(source.name(), new SourcePlanner(source)));
  }

  /**
   * Plans a request.
   *
   * @param parameters {@code id type from to limit cursor order crosswalk}, those that are given
   * @throws RequestException if a parameter is wrong
   */
  public InteractionPlan plan(Map<String, List<String>> parameters) {
    InteractionRequest request = reader.read(parameters);
    Map<String, Position> before =
        RequestReader.single(parameters, "cursor")
            .map(cursor -> cursors.open(request, cursor))
            .orElse(Map.of());
    List<InteractionQuery> queries =
        planners.entrySet().stream()
            .flatMap(
                each ->
                    each
                        .getValue()
                        .plan(request, Optional.ofNullable(before.get(each.getKey())))
                        .stream())
            .toList();
    return new InteractionPlan(request, before, queries, cursors);
  }
}
