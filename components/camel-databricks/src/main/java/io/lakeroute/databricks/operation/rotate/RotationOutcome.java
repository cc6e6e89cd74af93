// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run went. Immutable.
 *
 * @param rotated whether a new secret was handed over
 * @param secretId the secret in use, if the rotation knows its id
 * @param expires when that ends
 * @param next from when on a run replaces it
 * @param deleted ids of secrets that are gone
 * @param others how many secrets the principal has that the rotation does not answer for
 */
record RotationOutcome(
    boolean rotated,
    Optional<String> secretId,
    Optional<Instant> expires,
    Optional<Instant> next,
    List<String> deleted,
    long others) {

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("rotated", rotated);
    secretId.ifPresent(id -> map.put("secretId", id));
    expires.ifPresent(at -> map.put("expires", at));
    next.ifPresent(at -> map.put("nextRotation", at));
    map.put("deleted", deleted);
    map.put("others", others);
    return map;
  }
}
