// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Profiles that were read a short time ago, in this process only; thread-safe.
 *
 * <p>What is loaded while its key is invalidated is answered and not kept: it may be older than the
 * change.
 */
public final class ProfileCache {

  private static final int KILOBYTE = 1024;

  private final Cache<Key, Profile> profiles;
  private final Map<Key, ProfileLoad> loading = new ConcurrentHashMap<>();

  /**
   * A key of a tenant.
   *
   * @param tenant empty where there are no tenants
   */
  public record Key(String tenant, Object id) {}

  /**
   * An empty one.
   *
   * @param size the most profiles, where none is larger than 1 KB: of those that are, each KB
   *     counts as one; the ones used least go first
   * @param ttl how long a profile may be answered after it was read
   */
  public ProfileCache(long size, Duration ttl) {
    this.profiles =
        Caffeine.newBuilder()
            .maximumWeight(size)
            .weigher((Key key, Profile profile) -> 1 + profile.bytes() / KILOBYTE)
            .expireAfterWrite(ttl)
            .executor(Runnable::run)
            .build();
  }

  /** A profile that was read a short time ago. */
  Optional<Profile> get(Key key) {
    return Optional.ofNullable(profiles.getIfPresent(key));
  }

  /**
   * The load of a key.
   *
   * @param leads whether it began with this call, whose caller has to end it
   */
  record Joined(ProfileLoad load, boolean leads) {}

  /** Joins the load of a key, or begins one. */
  Joined join(Key key) {
    ProfileLoad mine = new ProfileLoad(key);
    ProfileLoad there = loading.putIfAbsent(key, mine);
    return there == null ? new Joined(mine, true) : new Joined(there, false);
  }

  /** Ends a load with what it found. */
  void complete(ProfileLoad load, Profile profile) {
    loading.computeIfPresent(
        load.key(),
        (key, current) -> {
          if (current != load) {
            return current;
          }
          profiles.put(key, profile);
          return null;
        });
    load.complete(profile);
  }

  /** Ends a load that failed; what has ended stays as it is. */
  void fail(ProfileLoad load, Throwable failure) {
    loading.remove(load.key(), load);
    load.fail(failure);
  }

  /** Forgets a key, and what is being loaded of it. */
  public void invalidate(Key key) {
    loading.compute(
        key,
        (same, load) -> {
          profiles.invalidate(same);
          return null;
        });
  }

  /** Forgets all keys. */
  public void invalidateAll() {
    loading.keySet().forEach(this::invalidate);
    profiles.invalidateAll();
  }

  /** Ends all loads. */
  public void close() {
    loading.values().forEach(load -> fail(load, new IllegalStateException("the flow has stopped")));
  }

  /** About how many profiles it holds. */
  public long size() {
    profiles.cleanUp();
    return profiles.estimatedSize();
  }
}
