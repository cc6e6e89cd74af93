package io.lakeroute.processors.camel;

import io.lakeroute.processors.profile.ProfileCache;
import io.lakeroute.processors.profile.Profiles;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Forgets the profiles that the messages of an endpoint name; thread-safe.
 *
 * <p>A body is an id, or a list of ids. Without a body, all profiles are forgotten. The header
 * {@code CamelDatabricksTenant} names the tenant; without it, or where no profile of it was read, the
 * id is forgotten for all.
 */
final class ProfileInvalidations {

  private final ProfileCache cache;
  private final ProfilesOfTenants profiles;
  private final Consumer consumer;

  private ProfileInvalidations(
      CamelContext camelContext, String endpoint, ProfileCache cache, ProfilesOfTenants profiles) {
    this.cache = cache;
    this.profiles = profiles;
    try {
      this.consumer = camelContext.getEndpoint(endpoint).createConsumer(this::forget);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "The endpoint of the option invalidations cannot be read: " + FailureReason.of(e), e);
    }
  }

  /** Reads the endpoint until it is closed. */
  static ProfileInvalidations listen(
      CamelContext camelContext, String endpoint, ProfileCache cache, ProfilesOfTenants profiles) {
    ProfileInvalidations heard = new ProfileInvalidations(camelContext, endpoint, cache, profiles);
    ServiceHelper.startService(heard.consumer);
    return heard;
  }

  private void forget(Exchange exchange) {
    Message message = exchange.getMessage();
    Object body = message.getBody();
    if (body == null) {
      cache.invalidateAll();
      return;
    }
    String tenant = message.getHeader(StatementProperties.TENANT_HEADER, String.class);
    // A sync names its connection, which need not be the name of a tenant here.
    List<Profiles> of =
        Optional.ofNullable(tenant).flatMap(profiles::known).map(List::of).orElse(profiles.all());
    Collection<?> ids = body instanceof Collection<?> several ? several : List.of(body);
    if (!ids.stream().allMatch(id -> id instanceof String || id instanceof Number)) {
      // Nobody may be answered what has changed.
      cache.invalidateAll();
      throw new IllegalArgumentException(
          "A message about changed profiles must be an id or a list of ids; all profiles were forgotten.");
    }
    ids.forEach(id -> of.forEach(each -> each.forget(id.toString())));
  }

  void close() {
    ServiceHelper.stopAndShutdownService(consumer);
  }
}
