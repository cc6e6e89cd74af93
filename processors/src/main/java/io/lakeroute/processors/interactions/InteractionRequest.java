// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A checked question for the interactions of one profile; immutable.
 *
 * @param profile the profile's id, as the caller wrote it
 * @param crosswalks the ids of the profile in the sources
 * @param types the wanted types; empty means all
 * @param from the earliest timestamp, inclusive
 * @param to the latest timestamp, exclusive
 * @param order oldest or newest first
 * @param limit the most interactions to return
 */
public record InteractionRequest(
    String profile,
    List<String> crosswalks,
    SortedSet<String> types,
    Optional<Instant> from,
    Optional<Instant> to,
    Order order,
    int limit) {

  public InteractionRequest {
    crosswalks = List.copyOf(crosswalks);
    types = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(types));
  }

  /** Everything that a cursor must have in common with the request it is sent with. */
  byte[] binding() {
    return new BoundText()
        .add(profile)
        .addAll(new TreeSet<>(crosswalks))
        .addAll(types)
        .add(from.map(Instant::toString).orElse(""))
        .add(to.map(Instant::toString).orElse(""))
        .add(order.name())
        .sha256();
  }
}
