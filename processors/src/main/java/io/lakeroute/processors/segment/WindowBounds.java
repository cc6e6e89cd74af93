// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a window of a segment begins and ends; immutable.
 *
 * @param path its place in the definition, as a JSON pointer
 */
public record WindowBounds(String path, Optional<Instant> from, Optional<Instant> to) {}
