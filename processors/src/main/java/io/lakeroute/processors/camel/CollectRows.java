// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Collects what statements that run side by side leave in their bodies, rows or a failure, in the
 * statements' order; thread-safe.
 */
public class CollectRows implements AggregationStrategy {

  @Override
  public Exchange aggregate(Exchange collected, Exchange next) {
    Object result = next.getMessage().getBody();
    if (collected == null) {
      List<Object> results = new ArrayList<>();
      results.add(result);
      next.getMessage().setBody(results);
      return next;
    }
    results(collected).add(result);
    return collected;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> results(Exchange collected) {
    return (List<Object>) collected.getMessage().getBody();
  }
}
