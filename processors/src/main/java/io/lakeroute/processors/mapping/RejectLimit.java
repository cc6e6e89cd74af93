// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How many rejects a run may have; immutable.
 *
 * @param text as it was written: {@code 100} or {@code 5%}
 * @param most rows, or percent of the rows read
 */
public record RejectLimit(String text, BigDecimal most) {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern PERCENT = Pattern.compile("\\d{1,2}(\\.\\d{1,4})?%");

  /** A share of fewer rows means nothing. */
  private static final long ROWS_FOR_PERCENT = 1_000;

  /**
   * Parses a limit; empty for none.
   *
   * @throws IllegalArgumentException when it is neither a number nor a percentage
   */
  public static Optional<RejectLimit> parse(String text) {
    String limit = text.strip();
    if (limit.isEmpty()) {
      return Optional.empty();
    }
    if (!NUMBER.matcher(limit).matches() && !PERCENT.matcher(limit).matches()) {
      throw new IllegalArgumentException(
          "maxRejects is '%s'; use a number of rows, such as 100, or a percentage below 100, such as 5%%."
              .formatted(limit));
    }
    return Optional.of(new RejectLimit(limit, new BigDecimal(limit.replace("%", ""))));
  }

  /** Whether rejects exceed the limit for the number of rows. */
  public boolean isExceeded(long rows, long rejects) {
    if (!text.endsWith("%")) {
      return BigDecimal.valueOf(rejects).compareTo(most) > 0;
    }
    return rows >= ROWS_FOR_PERCENT
        && BigDecimal.valueOf(rejects)
                .scaleByPowerOfTen(2)
                .compareTo(most.multiply(BigDecimal.valueOf(rows)))
            > 0;
  }
}
