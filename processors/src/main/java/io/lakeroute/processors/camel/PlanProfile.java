// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.interactions.CursorCipher;
import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.interactions.RequestLimits;
import io.lakeroute.processors.profile.ProfileCache;
import io.lakeroute.processors.profile.ProfilePlan;
import io.lakeroute.processors.profile.Profiles;
import io.lakeroute.processors.rest.RequestException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Turns the id of a profile, or a list of them, into the statements that answer it, or answers from
 * the cache; thread-safe once started.
 *
 * <p>Starting reads models, segments and mappings and checks them against the real tables, without
 * a statement.
 */
public class PlanProfile extends SegmentStep {

  private static final String ID = "id";

  private String model = "";
  private String mappings = "";
  private int interactionLimit = 10;
  private boolean cache;
  private Duration cacheTtl = Duration.ofSeconds(60);
  private long cacheSize = 100_000;
  private String invalidations = "";
  private Duration statementTimeout = Duration.ofSeconds(30);
  private Duration queueTimeout = Duration.ofSeconds(30);
  private Duration warehouseStartTimeout = Duration.ofSeconds(20);

  private Optional<PerTenant<Interactions>> interactions = Optional.empty();
  private Optional<ProfileCache> cached = Optional.empty();
  private ProfilesOfTenants profiles;
  private Optional<ProfileInvalidations> heard = Optional.empty();

  @Override
  protected void doStart() {
    super.doStart();
    if (interactionLimit < 1 || interactionLimit > 1000) {
      throw new IllegalArgumentException(
          "interactionLimit is " + interactionLimit + "; allowed: 1 to 1000");
    }
    cached = cache ? Optional.of(new ProfileCache(cacheSize, cacheTtl)) : Optional.empty();
    if (!mappings.isBlank()) {
      interactions =
          Optional.of(
              InteractionFlow.open(
                  getCamelContext(),
                  mappings,
                  settings.connection,
                  settings.tenants,
                  new RequestLimits(interactionLimit, interactionLimit),
                  CursorCipher.withoutCursors()));
    }
    profiles =
        new ProfilesOfTenants(
            model,
            cached,
            interactionLimit,
            statementTimeout.plus(queueTimeout).plus(warehouseStartTimeout));
    if (settings.tenants.isBlank()) {
      profiles.of("", sources().one(), interactions.map(PerTenant::one));
    }
    if (!invalidations.isBlank()) {
      ProfileCache known =
          cached.orElseThrow(
              () -> new IllegalArgumentException("invalidations need a cache; set cache=true"));
      heard =
          Optional.of(
              ProfileInvalidations.listen(getCamelContext(), invalidations, known, profiles));
    }
  }

  @Override
  protected void doStop() throws Exception {
    heard.ifPresent(ProfileInvalidations::close);
    cached.ifPresent(ProfileCache::close);
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Message message = exchange.getMessage();
    Profiles of = profiles(exchange);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Object id = message.getHeader(ID);
    if (exchange.getProperty(StatementProperties.PLAN) instanceof ProfilePlan earlier) {
      // A route that tries again, or asks for another profile, would wait for itself.
      earlier.ended(new IllegalStateException("the request was given up"));
    }
    ProfilePlan plan = id == null ? of.several(ids(message), now) : of.one(single(id), now);
    if (plan.awaited()) {
      exchange.getExchangeExtension().addOnCompletion(new End(plan));
    }
    BindStatement.plan(exchange, plan);
  }

  /** Tells those who wait for the rows of a request that there will be none. */
  private static final class End extends SynchronizationAdapter {
    private final ProfilePlan plan;

    End(ProfilePlan plan) {
      this.plan = plan;
    }

    @Override
    public void onDone(Exchange done) {
      plan.ended(new IllegalStateException("the request has ended"));
    }
  }

  private Profiles profiles(Exchange exchange) throws Exception {
    BoundSegments bound = sources().of(exchange);
    String tenant =
        settings.tenants.isBlank()
            ? ""
            : exchange.getMessage().getHeader(StatementProperties.TENANT_HEADER, String.class);
    Optional<Profiles> there = profiles.known(tenant);
    if (there.isPresent()) {
      return there.get();
    }
    Optional<Interactions> last =
        interactions.isPresent() ? Optional.of(interactions.get().of(exchange)) : Optional.empty();
    return profiles.of(tenant, bound, last);
  }

  private static String single(Object id) {
    if (id instanceof String || id instanceof Number) {
      return id.toString();
    }
    throw RequestException.invalid("id must be given once");
  }

  private static List<String> ids(Message message) {
    JsonNode body = JsonBody.read(message);
    JsonNode list = body.path("ids");
    if (!list.isArray() || body.size() != 1) {
      throw RequestException.invalid("the body must be {\"ids\": [...]}, and nothing else");
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode id : list) {
      if (!id.isTextual() && !id.isIntegralNumber()) {
        throw RequestException.invalid("'ids' must be a list of texts or whole numbers");
      }
      ids.add(id.asText());
    }
    return ids;
  }

  /** The model; empty where there is only one. */
  public void setModel(String model) {
    this.model = model;
  }

  /** The tenants that messages may choose; {@code {tenant}} in the patterns is their name. */
  public void setTenants(String tenants) {
    settings.tenants = tenants;
  }

  /** Where the mappings of interactions are, by commas; empty for profiles without them. */
  public void setMappings(String mappings) {
    this.mappings = mappings;
  }

  /** The most interactions of a profile, 1 to 1000. */
  public void setInteractionLimit(int interactionLimit) {
    this.interactionLimit = interactionLimit;
  }

  /** Whether profiles are kept in memory for a short time. */
  public void setCache(boolean cache) {
    this.cache = cache;
  }

  /** How long a profile is answered from memory. */
  public void setCacheTtl(Duration cacheTtl) {
    this.cacheTtl = cacheTtl;
  }

  /** The most profiles in memory. */
  public void setCacheSize(long cacheSize) {
    this.cacheSize = cacheSize;
  }

  /** The endpoint whose messages name the profiles to be forgotten; empty for none. */
  public void setInvalidations(String invalidations) {
    this.invalidations = invalidations;
  }

  /** How long a statement may run, part of how long a caller waits for another's. */
  public void setStatementTimeout(Duration statementTimeout) {
    this.statementTimeout = statementTimeout;
  }

  /** How long a statement waits for a place, likewise. */
  public void setQueueTimeout(Duration queueTimeout) {
    this.queueTimeout = queueTimeout;
  }

  /** How long a statement waits for a stopped warehouse, likewise. */
  public void setWarehouseStartTimeout(Duration warehouseStartTimeout) {
    this.warehouseStartTimeout = warehouseStartTimeout;
  }
}
