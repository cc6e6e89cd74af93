// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.util.Optional;

/** What statements of segments raise, for callers; stateless. */
public final class SegmentErrors {

  private SegmentErrors() {}

  /**
   * What a raised text means.
   *
   * @return empty for a text that no statement of a segment raises
   */
  public static Optional<String> detail(String raised) {
    return raised.startsWith(SourceScan.DUPLICATE)
        ? Optional.of(
            "Source "
                + raised.substring(SourceScan.DUPLICATE.length())
                + " has two rows with the same key, and may have one; name the column of the newest"
                + " with latest in the model, or correct the table")
        : Optional.empty();
  }
}
