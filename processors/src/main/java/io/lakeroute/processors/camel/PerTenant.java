// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a flow has for each of its tenants; thread-safe.
 *
 * <p>A tenant's sources are looked at with its first message, so that a tenant whose grants are
 * missing stops neither the start nor the other tenants; a failure is not remembered.
 */
final class PerTenant<T> {

  private static final Logger LOG = LoggerFactory.getLogger(PerTenant.class);

  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final Map<String, T> bound = new ConcurrentHashMap<>();
  private final Function<String, T> binder;
  private final Optional<T> one;

  /**
   * @param tenants their names
   * @param binder makes it for a tenant, with what its sources have
   */
  PerTenant(Iterable<String> tenants, Function<String, T> binder) {
    tenants.forEach(tenant -> locks.put(tenant, new Object()));
    this.binder = binder;
    this.one = Optional.empty();
  }

  private PerTenant(T one) {
    this.binder = tenant -> one;
    this.one = Optional.of(one);
  }

  /** What a flow has that serves no tenants. */
  static <T> PerTenant<T> only(T one) {
    return new PerTenant<>(one);
  }

  /** What a flow has that serves no tenants. */
  T one() {
    return one.orElseThrow();
  }

  /**
   * What the message's tenant has.
   *
   * @throws RequestException if the message names none of the tenants; which there are is not said
   */
  T of(Exchange exchange) throws Exception {
    if (one.isPresent()) {
      requireNone(exchange);
      return one.get();
    }
    Object header = exchange.getMessage().getHeader(StatementProperties.TENANT_HEADER);
    if (!(header instanceof String tenant) || !locks.containsKey(tenant)) {
      throw RequestException.invalid(
          "the header "
              + StatementProperties.TENANT_HEADER
              + " must name a tenant that this flow serves");
    }
    T there = bound.get(tenant);
    return there != null ? there : bind(tenant);
  }

  /**
   * Refuses callers that have a tenant: they would get what belongs to everybody, or to another
   * one.
   *
   * @throws RequestException if the caller has one
   */
  static void requireNone(Exchange exchange) {
    if (exchange.getProperty(AuthenticateCaller.TENANT) != null) {
      throw new RequestException(
          ProblemReason.CONFIGURATION, "Callers have tenants, and this flow serves none");
    }
  }

  private T bind(String tenant) throws Exception {
    synchronized (locks.get(tenant)) {
      T there = bound.get(tenant);
      if (there != null) {
        return there;
      }
      try {
        T now = binder.apply(tenant);
        bound.put(tenant, now);
        return now;
      } catch (TableCatalog.UnreadableException e) {
        // Routes decide on the component's own failure: a missing grant is no wrong mapping.
        LOG.warn("Tenant {}: {}", tenant, e.getMessage());
        throw e.failure();
      }
    }
  }
}
