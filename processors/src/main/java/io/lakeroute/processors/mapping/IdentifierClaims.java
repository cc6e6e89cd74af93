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
   * A row has this identifier now.
   *
   * @return whether another row of the run has it, too
   */
  boolean claim(Object identifier, List<Object> row) {
    Digest who = Digest.of(identifier);
    Digest owner = Digest.of(row);
    Digest before = owners.get(who);
    if (before != null || owners.size() < limit) {
      owners.put(who, owner);
    }
    return before != null && !before.equals(owner);
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
