// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A bearer token and the moment it ends. Immutable; its text shows no token.
 *
 * @param value what goes into the Authorization header
 * @param issuedAt when it was fetched
 * @param expiresAt when it ends; {@link Instant#MAX} when nothing says so
 */
public record AccessToken(String value, Instant issuedAt, Instant expiresAt) {

  public AccessToken {
    requireNonNull(value, "value");
    requireNonNull(issuedAt, "issuedAt");
    requireNonNull(expiresAt, "expiresAt");
  }

  @Override
  public String toString() {
    return "AccessToken[expiresAt=" + expiresAt + "]";
  }
}
