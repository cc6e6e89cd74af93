// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

/**
 * Counts what it costs to read one statement, and gives up on a statement that costs too much. For
 * one statement and one thread.
 *
 * <p>It counts work and not time: whether a statement can be checked must not depend on how busy
 * the machine is.
 */
final class ParseWork {

  /**
   * Steps through the grammar; a million take about a second. Most new statements need 25,000, and
   * a segment with every kind of rule 850,000 where it is the first of all.
   */
  static final int MOST_STEPS = 1_200_000;

  /** Of what was learned and is kept; each takes about 50 bytes. */
  static final int MOST_CONFIGURATIONS = 160_000;

  /** Rules inside of each other: 200 calls of functions, or 250 brackets. */
  static final int DEEPEST = 1_000;

  private static final int LOOKS_PER_CHARACTER = 10;
  private static final int LOOKS_OF_SHORT_STATEMENTS = 20_000;

  private final int mostLooks;
  private int looks;
  private int steps;
  private int configurations;
  private int depth;

  /**
   * @param characters length of the statement: long ones, with long lists of values, need up to six
   *     looks at words for each character
   */
  ParseWork(int characters) {
    this.mostLooks = LOOKS_OF_SHORT_STATEMENTS + LOOKS_PER_CHARACTER * characters;
  }

  void look() {
    if (++looks > mostLooks) {
      throw tooMuch();
    }
  }

  void step() {
    if (++steps > MOST_STEPS) {
      throw tooMuch();
    }
  }

  void keep(int more) {
    configurations += more;
    if (configurations > MOST_CONFIGURATIONS) {
      throw tooMuch();
    }
  }

  void enterRule() {
    if (++depth > DEEPEST) {
      throw new UnreadableStatement("is nested too deeply to be checked");
    }
  }

  void leaveRule() {
    depth--;
  }

  /** Begins again with the first rule; what was spent stays spent. */
  void restart() {
    depth = 0;
  }

  int configurations() {
    return configurations;
  }

  private static UnreadableStatement tooMuch() {
    return new UnreadableStatement("takes too much work to be checked");
  }
}
