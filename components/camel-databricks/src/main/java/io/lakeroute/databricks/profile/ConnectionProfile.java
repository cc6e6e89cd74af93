// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to reach one workspace as one principal: what {@code connection=<name>} of an endpoint stands
 * for. Immutable; its text shows no secret.
 *
 * @param name the name endpoints use
 * @param host where the workspace answers
 * @param compute the warehouse or cluster that runs the statements
 * @param credentials who asks
 * @param catalog catalog of names that do not say one
 * @param schema schema of names that do not say one
 * @param maxConcurrent statements that may run at once
 * @param maxWaiting statements that may wait for a place at once; if empty, maxConcurrent for each
 *     second of the endpoint's queueTimeout
 * @param idleTimeout how long a session is kept that nobody uses
 * @param proxy proxy on the way, if any
 * @param trustStore certificates to trust instead of the JVM's
 * @param tags query tags sent with every session; {@code tenant} is the connection's name unless
 *     given
 * @param onlyCatalogs the catalogs that may be named; the connection's own is one of them
 * @param writeBack whether endpoints may change anything through this connection
 * @param staging where objects lie that COPY INTO reads
 */
public record ConnectionProfile(
    String name,
    HostAddress host,
    Compute compute,
    Credentials credentials,
    Optional<String> catalog,
    Optional<String> schema,
    int maxConcurrent,
    OptionalInt maxWaiting,
    Duration idleTimeout,
    Optional<ProxySettings> proxy,
    Optional<TrustStore> trustStore,
    Map<String, String> tags,
    CatalogFence onlyCatalogs,
    boolean writeBack,
    Optional<StagingPlace> staging) {

  /** Databricks' own guideline for the statements that one warehouse cluster runs at a time. */
  public static final int DEFAULT_MAX_CONCURRENT = 10;

  /** Shorter than the shortest auto stop of a warehouse. */
  public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofMinutes(1);

  private static final String TENANT = "tenant";

  public ConnectionProfile {
    requireNonNull(name, "name");
    requireNonNull(host, "host");
    requireNonNull(compute, "compute");
    requireNonNull(credentials, "credentials");
    requireNonNull(catalog, "catalog");
    requireNonNull(schema, "schema");
    requireNonNull(maxWaiting, "maxWaiting");
    requireNonNull(idleTimeout, "idleTimeout");
    requireNonNull(proxy, "proxy");
    requireNonNull(trustStore, "trustStore");
    requireNonNull(onlyCatalogs, "onlyCatalogs");
    requireNonNull(staging, "staging");
    tags = Map.copyOf(tags);
    if (!onlyCatalogs.open() && catalog.filter(onlyCatalogs::allows).isEmpty()) {
      throw new IllegalArgumentException("catalog is not one of onlyCatalogs");
    }
    if (staging.orElse(null) instanceof StagingPlace.Volume volume
        && !onlyCatalogs.allows(volume.catalog())) {
      throw new IllegalArgumentException("the staging volume's catalog is not one of onlyCatalogs");
    }
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException("maxConcurrent " + maxConcurrent + " is below 1");
    }
  }

  /** A profile with nothing but what is needed. */
  public static ConnectionProfile of(
      String name, HostAddress host, Compute compute, Credentials credentials) {
    return new ConnectionProfile(
        name,
        host,
        compute,
        credentials,
        Optional.empty(),
        Optional.empty(),
        DEFAULT_MAX_CONCURRENT,
        OptionalInt.empty(),
        DEFAULT_IDLE_TIMEOUT,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        CatalogFence.OPEN,
        false,
        Optional.empty());
  }

  /** Whose connection it is: the query tag {@code tenant}. */
  public String tenant() {
    return tags.getOrDefault(TENANT, name);
  }

  /** The same connection in the name of another tenant. */
  public ConnectionProfile withTenant(String tenant) {
    Map<String, String> changed = new HashMap<>(tags);
    changed.put(TENANT, tenant);
    return new ConnectionProfile(
        name,
        host,
        compute,
        credentials,
        catalog,
        schema,
        maxConcurrent,
        maxWaiting,
        idleTimeout,
        proxy,
        trustStore,
        changed,
        onlyCatalogs,
        writeBack,
        staging);
  }

  /** True for a principal that stands for software, false for a personal access token. */
  public boolean servicePrincipal() {
    return !(credentials instanceof Credentials.PersonalAccessToken);
  }
}
