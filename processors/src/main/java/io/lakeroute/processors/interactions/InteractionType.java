// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

/** Where the type of an interaction comes from; immutable. */
public sealed interface InteractionType {

  /** Every row of the source has this type. */
  record Constant(String name) implements InteractionType {}

  /** The type stands in a column of the source. */
  record FromColumn(String column) implements InteractionType {}
}
