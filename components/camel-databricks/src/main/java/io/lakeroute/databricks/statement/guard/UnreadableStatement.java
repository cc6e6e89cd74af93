// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

/** A text that the grammar does not take for one statement; its message holds none of the text. */
final class UnreadableStatement extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableStatement(String problem) {
    super(problem, null, false, false);
  }

  UnreadableStatement(Place place) {
    this("cannot be read from " + place + " on");
  }
}
