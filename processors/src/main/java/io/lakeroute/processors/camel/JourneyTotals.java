package io.lakeroute.processors.camel;

import io.lakeroute.processors.journey.Dealt;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many people a run has dealt to each arm. Thread-safe. */
final class JourneyTotals {

  private final Map<String, Long> before = new LinkedHashMap<>();
  private Map<String, Long> now = Map.of();
  private long offset = -1;

  /** The totals with a batch, in the place of the same batch if it came before. */
  synchronized Map<String, Object> with(long batchOffset, Dealt dealt) {
    if (batchOffset != offset) {
      before.clear();
      before.putAll(now);
      offset = batchOffset;
    }
    Map<String, Long> sum = new LinkedHashMap<>(before);
    for (Dealt.Parcel parcel : dealt.parcels()) {
      sum.merge(
          parcel.arm() + (parcel.removal() ? " removed" : ""),
          (long) parcel.rows().size(),
          Long::sum);
    }
    sum.merge("suppressed", dealt.counts().suppressed(), Long::sum);
    sum.merge("unmatched", dealt.counts().unmatched(), Long::sum);
    sum.merge("held out", dealt.counts().heldOut(), Long::sum);
    now = sum;
    return new LinkedHashMap<>(sum);
  }
}
