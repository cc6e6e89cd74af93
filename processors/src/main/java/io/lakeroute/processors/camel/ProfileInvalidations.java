// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.profile.ProfileCache;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Forgets the profiles that the messages of an endpoint name; thread-safe.
 *
 * <p>A body is an id, or a list of ids, which are forgotten for all tenants. Without a body, or
 * with a blank one, all profiles are forgotten.
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
      this.consumer =
          camelContext.getEndpoint(endpoint).createConsumer(acknowledging(camelContext));
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "The endpoint of the option invalidations cannot be read: " + FailureReason.of(e), e);
    }
  }

  /** Many consumers acknowledge a message when its unit of work has ended. */
  private Processor acknowledging(CamelContext camelContext) {
    return PluginHelper.getInternalProcessorFactory(camelContext)
        .addUnitOfWorkProcessorAdvice(
            camelContext, AsyncProcessorConverterHelper.convert(this::forget), null);
  }

  /** Reads the endpoint until it is closed. */
  static ProfileInvalidations listen(
      CamelContext camelContext, String endpoint, ProfileCache cache, ProfilesOfTenants profiles) {
    ProfileInvalidations heard = new ProfileInvalidations(camelContext, endpoint, cache, profiles);
    ServiceHelper.startService(heard.consumer);
    return heard;
  }

  private void forget(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body == null || body instanceof String text && text.isBlank()) {
      cache.invalidateAll();
      return;
    }
    Collection<?> ids = body instanceof Collection<?> several ? several : List.of(body);
    if (!ids.stream().allMatch(ProfileInvalidations::isId)) {
      // Nobody may be answered what has changed.
      cache.invalidateAll();
      throw new IllegalArgumentException(
          "A message about changed profiles must be an id or a list of ids, and no JSON text; all"
              + " profiles were forgotten.");
    }
    ids.forEach(id -> profiles.all().forEach(each -> each.forget(text(id))));
  }

  /** Databases and JSON have whole numbers as decimals, too. */
  private static String text(Object id) {
    return id instanceof Number
        ? new BigDecimal(id.toString()).stripTrailingZeros().toPlainString()
        : id.toString();
  }

  private static boolean isId(Object id) {
    return id instanceof Number number && Double.isFinite(number.doubleValue())
        || id instanceof String text && !text.isEmpty() && "[{\"".indexOf(text.charAt(0)) < 0;
  }

  void close() {
    ServiceHelper.stopAndShutdownService(consumer);
  }
}
