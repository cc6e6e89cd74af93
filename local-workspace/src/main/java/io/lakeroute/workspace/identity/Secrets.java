// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import io.lakeroute.workspace.http.ApiException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The OAuth secrets of service principals; safe for threads. */
public final class Secrets {

  static final Duration LONGEST_LIFE = Duration.ofDays(730);
  static final int MOST = 5;

  private static final Pattern LIFETIME = Pattern.compile("(\\d{1,9})s");

  /** A secret with the value that is shown once. */
  record Created(ClientSecret secret, String value) {}

  private final Principals principals;
  private final SecureRandom random = new SecureRandom();

  public Secrets(Principals principals) {
    this.principals = principals;
  }

  /** The live secret of this principal with this value. */
  public Optional<ClientSecret> find(String applicationId, String value) {
    return principals.find(applicationId).stream()
        .flatMap(principal -> principal.secrets().stream())
        .filter(secret -> secret.matches(value) && !secret.expired())
        .findFirst();
  }

  /**
   * Makes a secret.
   *
   * @param lifetime such as {@code 3600s}; empty: the longest
   */
  synchronized Created create(String principalId, String lifetime) {
    var life = lifetime.isEmpty() ? LONGEST_LIFE : parse(lifetime);
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String value = "dose" + HexFormat.of().formatHex(bytes);
    var secret = ClientSecret.of(value, life);
    principals.change(
        principalId,
        principal -> {
          if (principal.secrets().size() >= MOST) {
            throw new ApiException(
                400,
                "RESOURCE_LIMIT_EXCEEDED",
                "Service principal %s already has %d secrets, the most it may have."
                    .formatted(principalId, MOST));
          }
          return principal.withSecrets(
              Stream.concat(principal.secrets().stream(), Stream.of(secret)).toList());
        });
    return new Created(secret, value);
  }

  private static Duration parse(String text) {
    var lifetime = LIFETIME.matcher(text);
    if (lifetime.matches()) {
      var life = Duration.ofSeconds(Long.parseLong(lifetime.group(1)));
      if (!life.isZero() && life.compareTo(LONGEST_LIFE) <= 0) {
        return life;
      }
    }
    throw ApiException.badRequest(
        "lifetime '%s' is not between 1s and %ds.".formatted(text, LONGEST_LIFE.toSeconds()));
  }

  void delete(String principalId, String id) {
    principals.change(
        principalId,
        principal -> {
          var rest = principal.secrets().stream().filter(s -> !s.id().equals(id)).toList();
          if (rest.size() == principal.secrets().size()) {
            throw ApiException.notFound(
                "RESOURCE_DOES_NOT_EXIST",
                "Service principal %s has no secret %s.".formatted(principalId, id));
          }
          return principal.withSecrets(rest);
        });
  }
}
