// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import static java.util.Objects.requireNonNull;

/**
 * A range of versions that one statement reads. Immutable.
 *
 * @param kind how it is read
 * @param from the first version whose changes it has; of a snapshot the version itself
 * @param to the last one, or the version of the snapshot
 * @param until the last version that the run reads, in this part or others
 */
record Part(Kind kind, long from, long to, long until) {

  /** How versions are read. */
  enum Kind {
    /** All rows of a version. */
    BOOTSTRAP,
    /** The change data feed. */
    CHANGES,
    /** What differs between the version before the range and its last. */
    BRIDGE
  }

  Part {
    requireNonNull(kind, "kind");
  }

  static Part bootstrap(long version) {
    return new Part(Kind.BOOTSTRAP, version, version, version);
  }

  /** Whether the run ends with it. */
  boolean last() {
    return to >= until;
  }
}
