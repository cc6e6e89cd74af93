// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Counts the rows and rejects of one run, each batch once, also when it is redelivered.
 * Thread-safe.
 */
public final class RejectCount {

  private final NavigableMap<Long, Long> rejectsByOffset = new TreeMap<>();
  private long first = -1;
  private long end;
  private long rejects;

  /** What a run had so far. */
  public record Totals(long rows, long rejects) {}

  /**
   * Adds a batch; what was behind its first row before is forgotten.
   *
   * @param offset how many rows come before it
   */
  public synchronized Totals add(long offset, long batchRows, long batchRejects) {
    first = first < 0 ? offset : Math.min(first, offset);
    NavigableMap<Long, Long> again = rejectsByOffset.tailMap(offset, true);
    rejects -= again.values().stream().mapToLong(Long::longValue).sum();
    again.clear();
    if (batchRejects > 0) {
      rejectsByOffset.put(offset, batchRejects);
      rejects += batchRejects;
    }
    end = offset + batchRows;
    return new Totals(end - first, rejects);
  }

  /** Where a batch is that does not say so. */
  public synchronized long end() {
    return end;
  }
}
