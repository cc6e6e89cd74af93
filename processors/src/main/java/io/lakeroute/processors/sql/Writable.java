// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

/** A statement as a tree. */
public interface Writable {

  /**
   * A statement as text.
   *
   * @param parameters how often a named parameter stands in it
   */
  record Written(String sql, int parameters) {}

  /** The statement with named parameters. */
  Written write();

  /** Its text. */
  default String sql() {
    return write().sql();
  }
}
