// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

/** What becomes of rows that have an identifier in common. */
public enum Duplicates {
  /** The run ends before it delivers them. */
  FAIL,
  /** Each is delivered, so that a keyed target has the last. */
  LAST
}
