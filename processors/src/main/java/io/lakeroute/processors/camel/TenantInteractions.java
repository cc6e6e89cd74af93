package io.lakeroute.processors.camel;

import io.lakeroute.processors.interactions.Interactions;
import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.rest.RequestException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The interactions of each tenant of a flow; thread-safe.
 *
 * <p>A tenant's sources are looked at with its first message, so that a tenant whose grants are
 * missing stops neither the start nor the other tenants; a failure is not remembered.
 */
final class TenantInteractions {

  private static final Logger LOG = LoggerFactory.getLogger(TenantInteractions.class);

  private final Map<String, Object> locks = new ConcurrentHashMap<>();
  private final Map<String, Interactions> bound = new ConcurrentHashMap<>();
  private final Function<String, Interactions> binder;

  /**
   * @param tenants their names
   * @param binder binds the mappings of a tenant to its sources
   */
  TenantInteractions(Iterable<String> tenants, Function<String, Interactions> binder) {
    tenants.forEach(tenant -> locks.put(tenant, new Object()));
    this.binder = binder;
  }

  /**
   * The interactions of the message's tenant.
   *
   * @throws RequestException if the message names none of the tenants; which there are is not said
   */
  Interactions of(Exchange exchange) throws Exception {
    Object header = exchange.getMessage().getHeader(InteractionProperties.TENANT_HEADER);
    if (!(header instanceof String tenant) || !locks.containsKey(tenant)) {
      throw RequestException.invalid(
          "the header "
              + InteractionProperties.TENANT_HEADER
              + " must name a tenant that this flow serves");
    }
    Interactions there = bound.get(tenant);
    return there != null ? there : bind(tenant);
  }

  private Interactions bind(String tenant) throws Exception {
    synchronized (locks.get(tenant)) {
      Interactions there = bound.get(tenant);
      if (there != null) {
        return there;
      }
      try {
        Interactions now = binder.apply(tenant);
        bound.put(tenant, now);
        return now;
      } catch (MappingException e) {
        if (e.getCause() != null
            && FailureReason.unwrapped(e.getCause()) instanceof Exception cause) {
          // Routes decide on the component's own failure: a missing grant is no wrong mapping.
          LOG.warn("Interactions of tenant {}: {}", tenant, e.getMessage());
          throw cause;
        }
        throw e;
      }
    }
  }
}
