// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Adds up what the deliveries of a split have to say for the record of the run: rejected and
 * ignored rows, details, and what a target lacks. The message behind the split is the one before
 * it. Thread-safe.
 */
public class CollectDeliveries implements AggregationStrategy {

  private static final String IGNORED_ROWS = "CamelDatabricksIgnoredRows";
  private static final String DETAILS = "CamelDatabricksDetails";
  private static final String SHORTFALL = "CamelDatabricksShortfall";

  @Override
  public Exchange aggregate(Exchange collected, Exchange next) {
    throw new UnsupportedOperationException("is for splits, which know the message before them");
  }

  /** Each part has a copy of the properties that there were before the split. */
  @Override
  public Exchange aggregate(Exchange collected, Exchange next, Exchange before) {
    WholeRuns.name(next);
    DeliveredArms.note(next, before);
    if (collected == null) {
      next.setMessage(before.getMessage().copy());
      return next;
    }
    WholeRuns.add(collected, WholeRuns.of(next));
    for (String rows : List.of(MapRecords.REJECTED_ROWS, IGNORED_ROWS)) {
      long sum = rows(collected, rows) + rows(next, rows) - rows(before, rows);
      if (sum > 0) {
        collected.setProperty(rows, sum);
      }
    }
    say(collected, next, sentences(before));
    Map<?, ?> details = next.getProperty(DETAILS, Map.class);
    if (details != null) {
      Map<Object, Object> all = new LinkedHashMap<>();
      Map<?, ?> known = collected.getProperty(DETAILS, Map.class);
      if (known != null) {
        all.putAll(known);
      }
      all.putAll(details);
      collected.setProperty(DETAILS, all);
    }
    if (next.getException() != null && collected.getException() == null) {
      collected.setException(next.getException());
    }
    return collected;
  }

  private static long rows(Exchange exchange, String property) {
    return exchange.getProperty(property, 0L, Long.class);
  }

  /** Adds what a part says, which begins with what was said before the split. */
  private static void say(Exchange collected, Exchange part, String before) {
    String all = sentences(part);
    String own = (all.startsWith(before) ? all.substring(before.length()) : all).strip();
    String known = sentences(collected);
    if (!own.isEmpty() && !known.contains(own)) {
      collected.setProperty(SHORTFALL, (known + " " + own).strip());
    }
  }

  private static String sentences(Exchange exchange) {
    return exchange.getProperty(SHORTFALL, "", String.class);
  }
}
