// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.profile;

import io.lakeroute.processors.interactions.InteractionPlan;
import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.profile.ProfileCache.Joined;
import io.lakeroute.processors.profile.ProfileEncoder.Answered;
import io.lakeroute.processors.profile.ProfileEncoder.Source;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.rest.RequestIds;
import io.lakeroute.processors.segment.BoundModel;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.ProfileStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.sql.StatementPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Answers with profiles, for one model on one connection. Thread-safe. */
public final class Profiles {

  /** The most ids of a batch. */
  private static final int MOST_IDS = 100;

  private final BoundModel model;
  private final String connection;
  private final String tenant;
  private final ProfileStatements statements;
  private final ProfileEncoder encoder;
  private final Optional<ProfileCache> cache;
  private final Optional<Interactions> interactions;
  private final int interactionLimit;
  private final Duration patience;

  /**
   * Profiles over a model.
   *
   * @param segments those that profiles show
   * @param connection of the model's tables; empty where the tenant is the connection
   * @param tenant empty where there are no tenants
   * @param interactions where the last interactions come from; empty for none
   * @param interactionLimit the most of them
   * @param patience how long to wait in all for others' looks at the same profile
   * @throws io.lakeroute.processors.definition.DefinitionException where the segments together bind
   *     more values than a statement can, or a key has several spellings
   */
  public Profiles(
      BoundModel model,
      List<BoundSegment> segments,
      String connection,
      String tenant,
      Optional<ProfileCache> cache,
      Optional<Interactions> interactions,
      int interactionLimit,
      Duration patience) {
    this.model = model;
    this.connection = connection;
    this.tenant = tenant;
    this.statements = new ProfileStatements(model, segments);
    this.encoder = new ProfileEncoder(model.model().name(), statements);
    this.cache = cache;
    this.interactions = interactions;
    this.interactionLimit = interactionLimit;
    this.patience = patience;
    statements.of(List.of(0L), new Pin(Instant.EPOCH, Map.of()));
  }

  private record Sent(String connection, String sql, Map<String, Object> parameters)
      implements StatementPlan.Planned {}

  /**
   * The profile of an id.
   *
   * @throws RequestException INVALID for what is no id, NOT_FOUND for one that no key is written
   *     like
   */
  public ProfilePlan one(String id, Instant now) throws InterruptedException {
    RequestIds.require("id", id);
    Object key = model.key(id).orElseThrow(Profiles::notFound);
    return cache.isPresent()
        ? cached(cache.get(), key, now)
        : load(key, now, profile -> {}, Optional.empty());
  }

  /**
   * The profiles of several ids, each once and without interactions. Where profiles have none, they
   * are kept for later.
   *
   * @param ids 1 to 100
   * @throws RequestException INVALID for too few or too many, or what is no id
   */
  public ProfilePlan several(List<String> ids, Instant now) {
    if (ids.isEmpty() || ids.size() > MOST_IDS) {
      throw RequestException.invalid("'ids' must be a list of 1 to " + MOST_IDS + " ids");
    }
    ProfileBatch batch = new ProfileBatch(model, ids);
    cache.ifPresent(each -> batch.take(key -> each.get(new ProfileCache.Key(tenant, key))));
    List<Object> wanted = batch.wanted();
    if (wanted.isEmpty()) {
      return ProfilePlan.of(batch.answer(encoder));
    }
    Sent statement = sent(wanted, now);
    Map<Object, ProfileLoad> loads = led(wanted);
    return new ProfilePlan(
        List.of(statement),
        rows -> {
          for (Map<String, Object> row : rows.get(0)) {
            Profile profile = profile(key(row), now, row, Optional.empty());
            batch.add(profile);
            Optional.ofNullable(loads.remove(profile.key()))
                .ifPresent(load -> cache.orElseThrow().complete(load, profile));
          }
          fail(loads, notFound());
          return batch.answer(encoder);
        },
        Optional.of(failure -> fail(loads, failure)));
  }

  /** Those that nobody else is loading; a profile with interactions is more than a batch reads. */
  private Map<Object, ProfileLoad> led(List<Object> keys) {
    Map<Object, ProfileLoad> led = new ConcurrentHashMap<>();
    if (cache.isPresent() && interactions.isEmpty()) {
      for (Object key : keys) {
        Joined joined = cache.get().join(new ProfileCache.Key(tenant, key));
        if (joined.leads()) {
          led.put(key, joined.load());
        }
      }
    }
    return led;
  }

  private void fail(Map<Object, ProfileLoad> loads, Throwable failure) {
    loads.values().forEach(load -> cache.orElseThrow().fail(load, failure));
    loads.clear();
  }

  /** Forgets what is known of an id; one that no key is written like has no profile. */
  public void forget(String id) {
    cache.ifPresent(
        each ->
            model
                .key(id)
                .or(() -> model.key(id.strip()))
                .ifPresent(key -> each.invalidate(new ProfileCache.Key(tenant, key))));
  }

  static RequestException notFound() {
    return new RequestException(ProblemReason.NOT_FOUND, "There is no profile with that id");
  }

  private ProfilePlan cached(ProfileCache known, Object key, Instant now)
      throws InterruptedException {
    ProfileCache.Key cacheKey = new ProfileCache.Key(tenant, key);
    long until = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<Profile> there = known.get(cacheKey);
      if (there.isPresent()) {
        return ready(there.get(), Source.CACHE);
      }
      Joined joined = known.join(cacheKey);
      if (joined.leads()) {
        return lead(known, joined.load(), key, now);
      }
      try {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        return ready(joined.load().await(left), Source.WAREHOUSE);
      } catch (TimeoutException e) {
        throw new RequestException(
            ProblemReason.UNAVAILABLE,
            "Databricks has not answered other requests for the same profile in time");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RequestException failure
            && failure.getReason() == ProblemReason.NOT_FOUND) {
          throw notFound();
        }
        // The other caller may only have left: this one asks in its place, or the next one does.
      }
    }
  }

  private ProfilePlan lead(ProfileCache known, ProfileLoad load, Object key, Instant now) {
    try {
      return load(
          key,
          now,
          profile -> known.complete(load, profile),
          Optional.of(failure -> known.fail(load, failure)));
    } catch (RuntimeException | Error e) {
      known.fail(load, e);
      throw e;
    }
  }

  private ProfilePlan ready(Profile profile, Source source) {
    return ProfilePlan.of(encoder.one(new Answered(profile, source)));
  }

  /** Narrow whole numbers are keys, too. */
  private static Object key(Map<String, Object> row) {
    Object key = row.get(ProfileStatements.KEY);
    return key instanceof Number number ? (Object) number.longValue() : key;
  }

  /**
   * @param failed who waits for the rows; empty for nobody
   */
  private ProfilePlan load(
      Object key, Instant now, Consumer<Profile> loaded, Optional<Consumer<Throwable>> failed) {
    Optional<InteractionPlan> last =
        interactions.map(
            each ->
                each.plan(
                    Map.of(
                        "id",
                        List.of(key.toString()),
                        "limit",
                        List.of(Integer.toString(interactionLimit)))));
    List<StatementPlan.Planned> all = new ArrayList<>();
    all.add(sent(List.of(key), now));
    last.ifPresent(plan -> all.addAll(plan.statements()));
    return new ProfilePlan(
        all,
        rows -> {
          if (rows.get(0).isEmpty()) {
            RequestException none = notFound();
            failed.ifPresent(each -> each.accept(none));
            throw none;
          }
          Profile profile =
              profile(
                  key,
                  now,
                  rows.get(0).get(0),
                  last.map(
                      plan ->
                          ProfileEncoder.text(
                              json -> plan.write(json, rows.subList(1, rows.size())))));
          loaded.accept(profile);
          return encoder.one(new Answered(profile, Source.WAREHOUSE));
        },
        failed);
  }

  private Sent sent(List<Object> keys, Instant now) {
    Statement statement = statements.of(keys, new Pin(now, Map.of()));
    return new Sent(connection, statement.sql(), statement.parameters());
  }

  private Profile profile(
      Object key, Instant now, Map<String, Object> row, Optional<String> interactions) {
    return new Profile(key, now, encoder.attributes(row), encoder.segments(row), interactions);
  }
}
