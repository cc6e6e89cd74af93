// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tenant a caller belongs to: by the name of its API key, or by a claim of its token;
 * immutable.
 *
 * <p>A token's subject is no key's name, even if they are the same: who may issue tokens could
 * otherwise take the place of a key.
 */
public final class CallerTenants {

  private final Map<String, String> byKey;
  private final String claim;

  private CallerTenants(Map<String, String> byKey, String claim) {
    this.byKey = byKey;
    this.claim = claim;
  }

  /**
   * Reads the configuration.
   *
   * @param pairs {@code key=tenant} pairs separated by commas; may be empty
   * @param claim the claim of tokens that names the tenant; may be empty
   * @param keys the names of the keys there are
   * @throws IllegalArgumentException naming the pair that is wrong
   */
  public static CallerTenants parse(String pairs, String claim, Set<String> keys) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (String pair : pairs.isBlank() ? new String[0] : pairs.split(",")) {
      String[] parts = pair.trim().split("\\s*=\\s*", 2);
      if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
        throw new IllegalArgumentException(
            "lakeroute.rest.tenants holds '"
                + pair.trim()
                + "'; write <name of an API key>=<tenant>");
      }
      if (!keys.contains(parts[0])) {
        throw new IllegalArgumentException(
            "lakeroute.rest.tenants names the API key '"
                + parts[0]
                + "', which lakeroute.rest.apiKeys does not have");
      }
      if (byKey.put(parts[0], parts[1]) != null) {
        throw new IllegalArgumentException(
            "lakeroute.rest.tenants names the API key '" + parts[0] + "' twice");
      }
    }
    return new CallerTenants(byKey, claim.trim());
  }

  /** Whether callers have tenants at all. */
  public boolean isEmpty() {
    return byKey.isEmpty() && claim.isEmpty();
  }

  /** The tenant of an API key. */
  public Optional<String> ofKey(String name) {
    return Optional.ofNullable(byKey.get(name));
  }

  /** The tenant of a token: a claim that holds anything but one text names none. */
  public Optional<String> ofToken(Map<String, Object> claims) {
    return !claim.isEmpty() && claims.get(claim) instanceof String tenant && !tenant.isBlank()
        ? Optional.of(tenant)
        : Optional.empty();
  }
}
