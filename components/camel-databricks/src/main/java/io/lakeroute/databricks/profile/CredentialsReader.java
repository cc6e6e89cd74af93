// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Reads who a connection is out of its keys. For one thread. */
final class CredentialsReader {

  private static final String DEFAULT_AUTH = "oauth-m2m";
  private static final List<String> SECRET_KEYS =
      List.of("clientSecret", "clientSecretFile", "clientSecretExpires", "clientSecretLifetime");
  private static final List<String> TOKEN_KEYS =
      List.of("token", "tokenFile", "tokenExpires", "tokenLifetime");

  /** Keys that only some kinds of authentication take; each says which it needs. */
  static final Set<String> KEYS = keys();

  private final ConnectionKeys keys;
  private final UnaryOperator<String> again;

  /**
   * @param again looks up the value of a key as it is now
   */
  CredentialsReader(ConnectionKeys keys, UnaryOperator<String> again) {
    this.keys = keys;
    this.again = again;
  }

  private static Set<String> keys() {
    Set<String> all = new TreeSet<>(SECRET_KEYS);
    all.addAll(TOKEN_KEYS);
    all.addAll(List.of("auth", "clientId", "tenantId", "loginUrl", "expiryWarning"));
    return Set.copyOf(all);
  }

  /** Empty when something is wrong, which the keys then know. */
  Optional<Credentials> read() {
    return switch (keys.text("auth").orElse(DEFAULT_AUTH)) {
      case DEFAULT_AUTH -> {
        allow(DEFAULT_AUTH, SECRET_KEYS, "clientId", "expiryWarning");
        Optional<Secret> secret = secret("clientSecret", "clientSecretFile");
        Optional<String> id = keys.required("clientId");
        SecretLife life = life("clientSecret");
        yield id.flatMap(i -> secret.map(s -> new Credentials.ServicePrincipal(i, s, life)));
      }
      case "entra" -> {
        allow("entra", SECRET_KEYS, "clientId", "expiryWarning", "tenantId", "loginUrl");
        yield entra();
      }
      case "federation" -> {
        allow("federation", List.of(), "clientId", "tokenFile");
        yield keys.required("tokenFile")
            .map(file -> new Credentials.Federation(keys.text("clientId"), Path.of(file)));
      }
      case "pat" -> {
        allow("pat", TOKEN_KEYS, "expiryWarning");
        SecretLife life = life("token");
        yield secret("token", "tokenFile").map(t -> new Credentials.PersonalAccessToken(t, life));
      }
      default -> {
        keys.problem(
            "auth '"
                + keys.text("auth").orElse("")
                + "' is not one of oauth-m2m, entra, federation, pat");
        yield Optional.empty();
      }
    };
  }

  private Optional<Credentials> entra() {
    Optional<Secret> secret = secret("clientSecret", "clientSecretFile");
    Optional<String> id = keys.required("clientId");
    Optional<String> tenant = keys.required("tenantId");
    Optional<HostAddress> login =
        keys.text("loginUrl").isPresent()
            ? keys.address("loginUrl", "client secret")
            : Optional.empty();
    SecretLife life = life("clientSecret");
    if (secret.isEmpty() || id.isEmpty() || tenant.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Credentials.Entra(tenant.get(), id.get(), secret.get(), login, life));
  }

  private void allow(String auth, List<String> some, String... more) {
    Set<String> allowed = new TreeSet<>(some);
    allowed.addAll(List.of(more));
    KEYS.stream()
        .sorted()
        .filter(key -> !key.equals("auth") && !allowed.contains(key) && keys.text(key).isPresent())
        .forEach(key -> keys.problem(key + " does not go with auth=" + auth));
  }

  private Optional<Secret> secret(String inline, String file) {
    return keys.either(inline, file)
        .map(
            entry ->
                entry.getKey().equals(file)
                    ? Secret.file(Path.of(entry.getValue()))
                    : Secret.property(entry.getValue(), () -> again.apply(inline)));
  }

  private SecretLife life(String secret) {
    Duration warning = keys.duration("expiryWarning").orElse(SecretLife.DEFAULT_WARNING);
    Optional<Duration> lifetime = keys.duration(secret + "Lifetime");
    if (lifetime.isPresent() && keys.text(secret + "File").isEmpty()) {
      keys.problem(
          secret
              + "Lifetime counts from the age of "
              + secret
              + "File; without a file, give "
              + secret
              + "Expires");
    }
    return new SecretLife(keys.moment(secret + "Expires"), lifetime, warning);
  }
}
