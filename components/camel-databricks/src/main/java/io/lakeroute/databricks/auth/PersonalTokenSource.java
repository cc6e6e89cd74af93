// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.profile.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * Hands out a personal access token; one kept in a file is read again when the file changes, and
 * any when it was refused. Thread-safe.
 */
public final class PersonalTokenSource implements TokenSource {

  private final Secret secret;
  private volatile Optional<Read> read = Optional.empty();

  private record Read(Optional<FileTime> modified, AccessToken token) {}

  public PersonalTokenSource(Secret secret) {
    this.secret = requireNonNull(secret, "secret");
  }

  @Override
  public AccessToken token() {
    Optional<FileTime> modified =
        secret instanceof Secret.InFile file ? modified(file.path()) : Optional.empty();
    Optional<Read> last = read;
    if (last.isPresent() && last.get().modified().equals(modified)) {
      return last.get().token();
    }
    AccessToken token = new AccessToken(secret.lookUp(), Instant.EPOCH, Instant.MAX);
    read = Optional.of(new Read(modified, token));
    return token;
  }

  @Override
  public boolean cached() {
    return true;
  }

  /** Nothing but another token in its place helps here, so the next call looks there again. */
  @Override
  public void invalidate(AccessToken refused) {
    read = Optional.empty();
  }

  private static Optional<FileTime> modified(Path path) {
    try {
      return Optional.of(Files.getLastModifiedTime(path));
    } catch (IOException e) {
      return Optional.empty(); // Reading the file will say what is wrong with it.
    }
  }
}
