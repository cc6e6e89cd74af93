// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

/**
 * How many interactions an answer has; immutable.
 *
 * @param defaultLimit if the request names no limit
 * @param maxLimit the most a request may ask for, at most 1000
 */
public record RequestLimits(int defaultLimit, int maxLimit) {

  private static final int HIGHEST = 1000;

  public RequestLimits {
    if (maxLimit < 1 || maxLimit > HIGHEST) {
      throw new IllegalArgumentException("maxLimit is " + maxLimit + "; allowed: 1 to " + HIGHEST);
    }
    if (defaultLimit < 1 || defaultLimit > maxLimit) {
      throw new IllegalArgumentException(
          "defaultLimit is " + defaultLimit + "; allowed: 1 to maxLimit, which is " + maxLimit);
    }
  }
}
