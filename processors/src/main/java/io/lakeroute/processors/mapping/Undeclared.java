// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

/** What becomes of names that a schema does not have. */
public enum Undeclared {
  /** A mapping with such a name is refused; a row with such a parameter is rejected. */
  FAIL,
  /** The names are left out and reported. */
  DROP
}
