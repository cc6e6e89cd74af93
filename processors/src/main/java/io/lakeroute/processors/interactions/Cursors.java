// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.rest.RequestException;
import java.util.Map;

/** Writes and reads the opaque cursors of one tenant's set of sources; thread-safe. */
final class Cursors {

  private final CursorCipher cipher;
  private final String tenant;
  private final byte[] fingerprint;

  /**
   * @param tenant whose cursors these are; no other tenant's continue here
   */
  Cursors(CursorCipher cipher, String tenant, InteractionSources sources) {
    this.cipher = cipher;
    this.tenant = tenant;
    this.fingerprint = sources.fingerprint();
  }

  /** The cursor to continue the request after these positions, one per source read so far. */
  String seal(InteractionRequest request, Map<String, Position> positions) {
    return cipher.seal(PositionCodec.encode(positions), binding(request));
  }

  /**
   * The positions to continue after.
   *
   * @throws RequestException if the cursor is not ours, or belongs to another request
   */
  Map<String, Position> open(InteractionRequest request, String cursor) {
    return cipher
        .open(cursor, binding(request))
        .map(PositionCodec::decode)
        .orElseThrow(
            () ->
                RequestException.invalid(
                    "'cursor' does not belong to this request; send the value of 'next' unchanged,"
                        + " with the same id, crosswalk, type, from, to and order"));
  }

  private byte[] binding(InteractionRequest request) {
    return new BoundText().add(tenant).add(fingerprint).add(request.binding()).sha256();
  }
}
