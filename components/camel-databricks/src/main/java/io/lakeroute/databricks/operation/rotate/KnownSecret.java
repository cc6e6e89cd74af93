// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import java.time.Instant;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A secret that the rotation answers for. Immutable.
 *
 * @param fingerprint tells whether a value is this secret; nobody can guess the value from it, as
 *     secrets are long and random
 * @param handedOver since when it may be in use; empty for one that never was
 * @param superseded since when another one is handed over in its place
 */
record KnownSecret(
    String id, String fingerprint, Optional<Instant> handedOver, Optional<Instant> superseded) {

  /** One that nobody has yet. */
  static KnownSecret candidate(String id, String value) {
    return new KnownSecret(id, fingerprint(id, value), Optional.empty(), Optional.empty());
  }

  KnownSecret inUse(Instant since) {
    return new KnownSecret(
        id, fingerprint, Optional.of(handedOver.orElse(since)), Optional.empty());
  }

  KnownSecret superseded(Instant since) {
    return new KnownSecret(id, fingerprint, handedOver, Optional.of(superseded.orElse(since)));
  }

  boolean is(String value) {
    return fingerprint.equals(fingerprint(id, value));
  }

  private static String fingerprint(String id, String value) {
    return DigestUtils.sha256Hex(id + ":" + value);
  }
}
