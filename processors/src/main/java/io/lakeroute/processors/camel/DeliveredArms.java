// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arms of a journey that have a batch whole, while others have not. Where one arm fails, the
 * batch fails, and is delivered once more; but in a run that begins anew its people would be sent
 * to the other arms again, under other idempotency keys. So those are remembered. Stateless.
 */
final class DeliveredArms {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveredArms.class);

  /** One set, which the exchange shares with the parts of its split. */
  private static final String ARMS = "LakerouteDeliveredArms";

  private DeliveredArms() {}

  static void begin(Exchange exchange) {
    exchange.setProperty(ARMS, ConcurrentHashMap.<String>newKeySet());
  }

  /** Notes the arm of a part that came to its end: who enters it is sent last. */
  @SuppressWarnings("unchecked")
  static void note(Exchange part) {
    Set<String> arms = part.getProperty(ARMS, Set.class);
    String arm = part.getMessage().getHeader(BatchHeaders.ARM, String.class);
    boolean removal =
        BatchHeaders.REMOVE.equals(part.getMessage().getHeader(BatchHeaders.CHANGE, String.class));
    if (arms != null
        && arm != null
        && !removal
        && !part.isFailed()
        && !WholeRuns.of(part).contains(arm)) {
      arms.add(arm);
    }
  }

  /** Remembers people of whom all arms have heard, if the message fails. */
  static void rememberIfOthersFail(Exchange exchange, JourneyTables tables) {
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onFailure(Exchange failed) {
                remember(failed, tables);
              }
            });
  }

  private static void remember(Exchange failed, JourneyTables tables) {
    Set<?> arms = failed.getProperty(ARMS, Set.of(), Set.class);
    if (arms.isEmpty()) {
      return;
    }
    try {
      tables.remember(JourneyParcels.state(failed, arms::contains));
    } catch (RuntimeException e) {
      LOG.warn(
          "A batch of a journey failed in one arm, and what the others were sent cannot be remembered: {}. If the run begins anew, they are sent it again.",
          e.getMessage());
    }
  }
}
