// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.profile.ProfileCache;
import io.lakeroute.processors.profile.Profiles;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Segments;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The profiles of each tenant that has asked for one; thread-safe. */
final class ProfilesOfTenants {

  private final String model;
  private final Optional<ProfileCache> cache;
  private final int interactionLimit;
  private final Duration patience;
  private final Map<String, Profiles> bound = new ConcurrentHashMap<>();

  /**
   * @param model empty where each tenant has only one
   * @param patience how long a caller waits for another's look at the same profile
   */
  ProfilesOfTenants(
      String model, Optional<ProfileCache> cache, int interactionLimit, Duration patience) {
    this.model = model;
    this.cache = cache;
    this.interactionLimit = interactionLimit;
    this.patience = patience;
  }

  Optional<Profiles> known(String tenant) {
    return Optional.ofNullable(bound.get(tenant));
  }

  /** All that there are. */
  List<Profiles> all() {
    return List.copyOf(bound.values());
  }

  /**
   * Those of a tenant.
   *
   * @param tenant empty where there are no tenants
   * @throws IllegalArgumentException where model or segments cannot be used for profiles
   */
  Profiles of(String tenant, BoundSegments sources, Optional<Interactions> interactions) {
    return bound.computeIfAbsent(tenant, name -> bind(name, sources, interactions));
  }

  private Profiles bind(String tenant, BoundSegments sources, Optional<Interactions> interactions) {
    Segments segments = sources.questions().segments();
    String name = model.isBlank() ? only(segments.models()) : model;
    List<BoundSegment> shown =
        segments.all().stream()
            .filter(segment -> segment.profile() && segment.model().equals(name))
            .map(segment -> segments.named(segment.name()).orElseThrow())
            .toList();
    try {
      return new Profiles(
          segments
              .model(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "The option model names none of the models "
                              + String.join(", ", segments.models()))),
          shown,
          sources.questions().connection(name),
          tenant,
          cache,
          interactions,
          interactionLimit,
          patience);
    } catch (DefinitionException e) {
      throw new IllegalArgumentException(
          "Model and segments cannot be used for profiles. " + e.getMessage(), e);
    }
  }

  private static String only(List<String> models) {
    if (models.size() != 1) {
      throw new IllegalArgumentException(
          "Profiles are of one model, and there are "
              + models.size()
              + ". Name it in the option model.");
    }
    return models.get(0);
  }
}
