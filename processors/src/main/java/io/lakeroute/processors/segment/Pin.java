// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a segment is evaluated over; immutable. The same pin gives the same members.
 *
 * @param asOf the time that relative times count from
 * @param versions of tables by {@code source} or {@code source.lookup}; others are read as they are
 */
public record Pin(Instant asOf, Map<String, Long> versions) {
  public Pin {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }
}
