// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

/**
 * A value that does not fit its column. It says what is wrong and where inside the value, and never
 * the value. Immutable.
 */
final class Misfit extends Exception {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  private Misfit(String path, String problem) {
    super(problem, null, false, false);
    this.path = path;
    this.problem = problem;
  }

  /**
   * @param problem as in {@code has more than 2 digits after the point}
   */
  static Misfit because(String problem) {
    return new Misfit("", problem);
  }

  /** For a value of a class that the type has no use for. */
  static Misfit ofClass(Object value, String type) {
    return because("is a " + value.getClass().getName() + ", which is no " + type);
  }

  /** The same, seen from one level further out. */
  Misfit within(String step) {
    return new Misfit(step + path, problem);
  }

  /** Where inside the value, as in {@code [3].price}; empty for the value itself. */
  String path() {
    return path;
  }

  String problem() {
    return problem;
  }
}
