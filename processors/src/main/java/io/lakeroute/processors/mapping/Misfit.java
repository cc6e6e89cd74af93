// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static java.util.Objects.requireNonNull;

/**
 * Why a row does not fit its mapping; immutable.
 *
 * @param field of the mapping, such as {@code attributes.age}
 * @param problem without a value of the row
 */
public record Misfit(String field, String problem) {
  public Misfit {
    requireNonNull(field, "field");
    requireNonNull(problem, "problem");
  }
}
