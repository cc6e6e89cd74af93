// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which row of one run has which identifier, so that two rows of one identifier are found, and no
 * row takes from a target what another one has just put there. Not thread-safe.
 *
 * <p>It keeps digests, and no more than a limit: beyond it, nothing is found any more.
 */
public final class IdentifierClaims {

  private static final int LIMIT = 250_000;

  private record Digest(long high, long low) {
    static Digest of(Object value) {
      ByteBuffer bytes = ByteBuffer.wrap(ValueDigest.of(value));
      return new Digest(bytes.getLong(), bytes.getLong());
    }
  }

  private final int limit;
  private final Map<Digest, Digest> owners = new HashMap<>();
  private boolean reported;

  public IdentifierClaims() {
    this(LIMIT);
  }

  IdentifierClaims(int limit) {
    this.limit = limit;
  }

  /**
   * A row has this identifier now. Where another row has it, that one keeps it: a batch that was
   * refused is refused again when it is redelivered.
   *
   * @return whether another row of the run has it, too
   */
  boolean claim(Object identifier, List<Object> row) {
    Digest who = Digest.of(identifier);
    Digest owner = Digest.of(row);
    if (owners.size() < limit) {
      owners.putIfAbsent(who, owner);
    }
    return !owner.equals(owners.getOrDefault(who, owner));
  }

  /** A row has this identifier now, whichever row had it. */
  void takeOver(Object identifier, List<Object> row) {
    Digest who = Digest.of(identifier);
    if (owners.size() < limit || owners.containsKey(who)) {
      owners.put(who, Digest.of(row));
    }
  }

  /**
   * A row has this identifier no more.
   *
   * @return whether another row of the run has it
   */
  boolean release(Object identifier, List<Object> row) {
    Digest who = Digest.of(identifier);
    Digest owner = owners.get(who);
    if (owner == null) {
      return false;
    }
    return !owners.remove(who, Digest.of(row));
  }

  /** Whether there are too many identifiers to look at since it was last asked. */
  public boolean becameFull() {
    boolean became = !reported && owners.size() >= limit;
    reported |= became;
    return became;
  }
}
