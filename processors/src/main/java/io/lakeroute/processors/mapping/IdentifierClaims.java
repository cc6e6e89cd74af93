// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.nio.ByteBuffer;
import java.util.ArrayList;
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

  /** The rows that have an identifier, the one that counts first. */
  private final Map<Digest, List<Digest>> owners = new HashMap<>();

  private int kept;
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
    List<Digest> known = owners.get(who);
    if (known == null) {
      keep(who, List.of(owner));
    }
    return known != null && !owner.equals(known.get(0));
  }

  /** A row has this identifier now, whichever rows have it, too. */
  void share(Object identifier, List<Object> row) {
    Digest who = Digest.of(identifier);
    Digest owner = Digest.of(row);
    List<Digest> known = owners.getOrDefault(who, List.of());
    if (!known.contains(owner)) {
      List<Digest> more = new ArrayList<>(known);
      more.add(owner);
      keep(who, more);
    }
  }

  private void keep(Digest who, List<Digest> rows) {
    if (kept < limit) {
      owners.put(who, List.copyOf(rows));
      kept++;
    }
  }

  /**
   * A row has this identifier no more.
   *
   * @return whether another row of the run has it
   */
  boolean release(Object identifier, List<Object> row) {
    Digest who = Digest.of(identifier);
    List<Digest> known = owners.getOrDefault(who, List.of());
    List<Digest> left = new ArrayList<>(known);
    if (left.remove(Digest.of(row))) {
      kept--;
      if (left.isEmpty()) {
        owners.remove(who);
      } else {
        owners.put(who, List.copyOf(left));
      }
    }
    return !left.isEmpty();
  }

  /** Whether there are too many identifiers to look at since it was last asked. */
  public boolean becameFull() {
    boolean became = !reported && kept >= limit;
    reported |= became;
    return became;
  }
}
