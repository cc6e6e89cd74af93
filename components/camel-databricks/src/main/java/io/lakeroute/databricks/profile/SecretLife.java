// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What is known about the end of a secret, which neither the secret nor a token for it tells.
 * Immutable.
 *
 * @param expires when it ends, if somebody wrote that down
 * @param lifetime how long after its file was written it ends
 * @param warning how long before its end to warn
 */
public record SecretLife(Optional<Instant> expires, Optional<Duration> lifetime, Duration warning) {

  public static final Duration DEFAULT_WARNING = Duration.ofDays(30);

  /** Nothing is known. */
  public static final SecretLife UNKNOWN =
      new SecretLife(Optional.empty(), Optional.empty(), DEFAULT_WARNING);

  /** Two files of one hand-over are written one after the other. */
  private static final Duration SAME_HAND_OVER = Duration.ofMinutes(1);

  public SecretLife {
    requireNonNull(expires, "expires");
    requireNonNull(lifetime, "lifetime");
    requireNonNull(warning, "warning");
  }

  /**
   * When the secret ends, as far as anything says so: the configuration, else the file beside it
   * that the rotation writes, else the age of its own file.
   */
  public Optional<Instant> end(Secret secret) {
    if (expires.isPresent() || !(secret instanceof Secret.InFile file)) {
      return expires;
    }
    return written(file.path())
        .flatMap(
            written ->
                handedOver(file.path(), written)
                    .or(() -> lifetime.map(life -> written.plus(life))));
  }

  /** Where the rotation writes down when a secret in a file ends. */
  public static Path expiryFile(Path secret) {
    return secret.resolveSibling(secret.getFileName() + ".expires");
  }

  /** An older note belongs to an older secret, replaced by hand since. */
  private static Optional<Instant> handedOver(Path secret, Instant written) {
    Path note = expiryFile(secret);
    if (written(note).filter(noted -> !noted.plus(SAME_HAND_OVER).isBefore(written)).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(Files.readString(note).strip()));
    } catch (IOException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> written(Path file) {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      return Optional.empty(); // Reading the secret will say what is wrong with its file.
    }
  }
}
