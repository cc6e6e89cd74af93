// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.util.List;

/**
 * What a statement does and what it names, without its text. Immutable.
 *
 * @param kind what it does
 * @param start where it begins
 * @param uses what it names, in the order of the text
 */
record StatementFacts(Kind kind, Place start, List<Use> uses) {

  enum Kind {
    /** One SELECT, WITH, VALUES, TABLE or FROM, which only reads. */
    QUERY,
    /** Changes rows, or makes, changes or drops a table or view. */
    CHANGE,
    /** Anything else. */
    OTHER
  }

  /** What a part of a statement stands for. */
  enum Role {
    TABLE,
    FUNCTION,
    TABLE_FUNCTION,
    /** The name of a table, given to a function as text. */
    TABLE_IN_TEXT,
    /** Something that reads or writes where no name says: a path, a program, reader options. */
    ELSEWHERE,
    /** A property of a table or view that may say where it lies or what it reads. */
    PROPERTY,
    /** A name with letters that Spark takes in backticks only, and may take for others. */
    LETTERS
  }

  /**
   * Something that a statement names.
   *
   * @param name its parts without quotes; none if only the server can tell
   * @param place where it stands first
   */
  record Use(Role role, List<String> name, Place place) {
    Use {
      name = List.copyOf(name);
    }
  }

  StatementFacts {
    uses = List.copyOf(uses);
  }
}
