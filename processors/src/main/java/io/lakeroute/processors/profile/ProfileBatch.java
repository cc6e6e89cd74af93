// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.profile;

import io.lakeroute.processors.profile.ProfileEncoder.Answered;
import io.lakeroute.processors.profile.ProfileEncoder.Source;
import io.lakeroute.processors.rest.RequestIds;
import io.lakeroute.processors.segment.BoundModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The ids of one request, and the profiles that were found of them. For one request. */
final class ProfileBatch {

  private final Map<String, Object> keys = new LinkedHashMap<>();
  private final List<String> notFound = new ArrayList<>();
  private final Map<Object, Answered> found = new HashMap<>();

  /**
   * @throws io.lakeroute.processors.rest.RequestException INVALID for what is no id
   */
  ProfileBatch(BoundModel model, List<String> ids) {
    for (String id : new LinkedHashSet<>(ids)) {
      RequestIds.require("ids", id);
      model.key(id).ifPresentOrElse(key -> keys.put(id, key), () -> notFound.add(id));
    }
  }

  /** Takes what the cache has. */
  void take(Function<Object, Optional<Profile>> cache) {
    keys.values()
        .forEach(
            key ->
                cache
                    .apply(key)
                    .ifPresent(profile -> found.put(key, new Answered(profile, Source.CACHE))));
  }

  /** The keys that are to be read. */
  List<Object> wanted() {
    return keys.values().stream().filter(key -> !found.containsKey(key)).distinct().toList();
  }

  /** Adds one that was read. */
  void add(Profile profile) {
    found.put(profile.key(), new Answered(profile, Source.WAREHOUSE));
  }

  /** Each profile once, in the order of the ids, and the ids without one. */
  byte[] answer(ProfileEncoder encoder) {
    Map<Object, Answered> answered = new LinkedHashMap<>();
    keys.forEach(
        (id, key) -> {
          if (found.containsKey(key)) {
            answered.put(key, found.get(key));
          } else {
            notFound.add(id);
          }
        });
    return encoder.several(List.copyOf(answered.values()), notFound);
  }
}
