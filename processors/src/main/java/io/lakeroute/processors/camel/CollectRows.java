package io.lakeroute.processors.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Collects the rows of statements that run side by side, in the statements' order; thread-safe.
 *
 * <p>The first failure becomes the exchange's own, not wrapped, so that a route can choose on it.
 */
public class CollectRows implements AggregationStrategy {

  @Override
  public Exchange aggregate(Exchange collected, Exchange next) {
    if (collected == null) {
      List<Object> rows = new ArrayList<>();
      rows.add(next.getMessage().getBody());
      next.getMessage().setBody(rows);
      return next;
    }
    if (collected.getException() == null) {
      collected.setException(next.getException());
    }
    List<Object> rows = rows(collected);
    rows.add(next.getMessage().getBody());
    return collected;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> rows(Exchange collected) {
    return (List<Object>) collected.getMessage().getBody();
  }
}
