// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Texts that a statement carries and no failure may show, because a server can repeat the statement
 * in what it says. Immutable; its text shows none of them.
 */
public final class SecretTexts {

  public static final SecretTexts NONE = new SecretTexts(List.of());

  private static final String MASK = "***";
  private static final int LONGEST_CHAIN = 20;

  /** Longest first, as one may be part of another. */
  private final List<String> forms;

  private SecretTexts(List<String> forms) {
    this.forms = forms;
  }

  /** Secrets as they are; also hides them as SQL literals, JSON and URLs spell them. */
  public static SecretTexts of(Collection<String> secrets) {
    return new SecretTexts(
        secrets.stream()
            .filter(secret -> !secret.isBlank())
            .flatMap(SecretTexts::spellings)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList());
  }

  private static Stream<String> spellings(String secret) {
    String literal = secret.replace("\\", "\\\\").replace("'", "\\'");
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    return Stream.of(
        secret,
        literal,
        secret.replace("'", "''"),
        secret.replace("\\", "\\\\").replace("\"", "\\\""),
        literal.replace("\\", "\\\\").replace("\"", "\\\""),
        secret.replace("/", "\\/"),
        url,
        url.replace("+", "%20"));
  }

  /** A text with stars in their place. */
  public String mask(String text) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, MASK);
    }
    return masked;
  }

  /** The failure itself where it shows none of them, else one like it that shows none. */
  public DatabricksException mask(DatabricksException failure) {
    boolean shows =
        Stream.<Throwable>iterate(failure, t -> t != null, Throwable::getCause)
            .limit(LONGEST_CHAIN)
            .anyMatch(t -> !mask(t.toString()).equals(t.toString()));
    if (!shows) {
      return failure;
    }
    DatabricksException masked =
        new DatabricksException(
            failure.getReason(),
            mask(String.valueOf(failure.getMessage())),
            Optional.ofNullable(failure.getCause()).map(CleanCause::of),
            failure.getRetryAfterSeconds(),
            mask(failure.getErrorClass()),
            mask(failure.getRaised().orElse("")),
            failure.getMissingPrivilege().map(this::mask));
    masked.setStackTrace(failure.getStackTrace());
    return masked;
  }

  private MissingPrivilege mask(MissingPrivilege missing) {
    return new MissingPrivilege(
        mask(missing.privilege()), mask(missing.securableType()), mask(missing.securable()));
  }

  @Override
  public String toString() {
    return forms.isEmpty() ? "none" : MASK;
  }
}
