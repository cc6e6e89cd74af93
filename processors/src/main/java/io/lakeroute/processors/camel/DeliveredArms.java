// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.journey.Dealt;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arms of a journey that have a batch whole, while others have not. Where one arm fails, the
 * batch fails, and is delivered once more; but in a run that begins anew its people would be sent
 * to the other arms again, under other idempotency keys. So those are remembered. For one batch,
 * whose parts are delivered one after the other.
 */
final class DeliveredArms {

  private static final Logger LOG = LoggerFactory.getLogger(DeliveredArms.class);

  private static final String PROPERTY = "LakerouteDeliveredArms";

  private final List<Dealt.Remembered> state;
  private final Consumer<List<Map<String, Object>>> memory;
  private final Set<String> arms = new HashSet<>();

  private DeliveredArms(List<Dealt.Remembered> state, Consumer<List<Map<String, Object>>> memory) {
    this.state = state;
    this.memory = memory;
  }

  /**
   * Has the parts of a batch noted.
   *
   * @param state what is to be remembered of the batch
   * @param memory remembers rows
   */
  static void begin(
      Exchange batch, List<Dealt.Remembered> state, Consumer<List<Map<String, Object>>> memory) {
    batch.setProperty(PROPERTY, new DeliveredArms(state, memory));
  }

  /**
   * Notes the arm of a part that was delivered: who enters it is sent last.
   *
   * @param batch of which it is a part; an exchange of the route itself, as a Kamelet within it has
   *     one that ends before
   */
  static void note(Exchange part, Exchange batch) {
    DeliveredArms delivered = part.getProperty(PROPERTY, DeliveredArms.class);
    String arm = part.getMessage().getHeader(BatchHeaders.ARM, String.class);
    boolean removal =
        BatchHeaders.REMOVE.equals(part.getMessage().getHeader(BatchHeaders.CHANGE, String.class));
    if (delivered != null
        && arm != null
        && !removal
        && !part.isFailed()
        && !WholeRuns.of(part).contains(arm)) {
      delivered.add(arm, batch);
    }
  }

  private void add(String arm, Exchange batch) {
    if (arms.isEmpty()) {
      batch
          .getExchangeExtension()
          .addOnCompletion(
              new SynchronizationAdapter() {
                @Override
                public void onFailure(Exchange failed) {
                  remember();
                }
              });
    }
    arms.add(arm);
  }

  /** Those of whom all arms have heard. */
  private void remember() {
    try {
      memory.accept(
          state.stream()
              .filter(person -> arms.containsAll(person.arms()))
              .map(Dealt.Remembered::row)
              .toList());
    } catch (RuntimeException e) {
      LOG.warn(
          "A batch of a journey failed in one arm, and what the others were sent cannot be remembered: {}. If the run begins anew, they are sent it again.",
          e.getMessage());
    }
  }
}
