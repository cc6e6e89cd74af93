// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import org.antlr.v4.runtime.Token;

/**
 * Where something stands in a statement, counted from 1. Immutable.
 *
 * @param line the line
 * @param column the character in that line
 */
record Place(int line, int column) {

  static Place of(Token word) {
    return new Place(word.getLine(), word.getCharPositionInLine() + 1);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
