// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/**
 * The arms of a journey whose sink delivers a run as a whole, with its last message, and not batch
 * by batch: what they were sent is not delivered before. Stateless.
 */
final class WholeRuns {

  /** The exchange property with which a sink says so: true. */
  static final String WHOLE_RUN = "CamelLakerouteWholeRun";

  private static final String ARMS = "LakerouteWholeRunArms";

  private WholeRuns() {}

  /** Notes the arm of a message, if its sink has said so. */
  static void name(Exchange exchange) {
    Set<String> arms = new TreeSet<>();
    String arm = exchange.getMessage().getHeader(BatchHeaders.ARM, String.class);
    if (arm != null && exchange.getProperty(WHOLE_RUN, false, Boolean.class)) {
      arms.add(arm);
    }
    exchange.setProperty(ARMS, arms);
  }

  /** The arms that are noted. */
  static Set<String> of(Exchange exchange) {
    Set<String> arms = new TreeSet<>();
    exchange.getProperty(ARMS, Set.of(), Set.class).forEach(arm -> arms.add((String) arm));
    return arms;
  }

  static void add(Exchange exchange, Set<String> more) {
    Set<String> all = of(exchange);
    all.addAll(more);
    exchange.setProperty(ARMS, all);
  }
}
