// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.segment.Segments;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journeys of a flow, bound to its segments. Thread-safe. */
public final class Journeys {

  private final Map<String, BoundJourney> journeys = new LinkedHashMap<>();

  /**
   * Binds all of them.
   *
   * @throws IllegalArgumentException naming the journey, and each place that is wrong
   */
  public Journeys(Collection<Journey> journeys, Segments segments) {
    for (Journey journey : journeys) {
      try {
        if (this.journeys.put(journey.name(), BoundJourney.bind(journey, segments)) != null) {
          throw new IllegalArgumentException(
              "There are two journeys named " + journey.name() + ".");
        }
      } catch (DefinitionException e) {
        throw new IllegalArgumentException(
            "Journey " + journey.name() + " cannot be used. " + e.getMessage(), e);
      }
    }
  }

  /** A journey. */
  public Optional<BoundJourney> named(String name) {
    return Optional.ofNullable(journeys.get(name));
  }

  /** The names of all. */
  public List<String> names() {
    return List.copyOf(journeys.keySet());
  }
}
