// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

/** What becomes of rows, and of identifiers, that a table has no more. */
public enum Deletes {
  PROPAGATE,
  IGNORE
}
