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
 * Hands out a personal access token; one kept in a file is read again when the file changes.
 * Thread-safe.
 */
public final class PersonalTokenSource implements TokenSource {

  private final Secret secret;
  private volatile Read read = new Read(Optional.empty(), Optional.empty());

  private record Read(Optional<FileTime> modified, Optional<AccessToken> token) {}

  public PersonalTokenSource(Secret secret) {
    this.secret = requireNonNull(secret, "secret");
  }

  @Override
  public AccessToken token() {
    Optional<FileTime> modified =
        secret instanceof Secret.InFile file ? modified(file.path()) : Optional.empty();
    Read last = read;
    if (last.token().isPresent() && last.modified().equals(modified)) {
      return last.token().get();
    }
    AccessToken token = new AccessToken(secret.value(), Instant.EPOCH, Instant.MAX);
    read = new Read(modified, Optional.of(token));
    return token;
  }

  @Override
  public boolean cached() {
    return true;
  }

  /** Nothing but another token in the file helps here, so the next call looks at the file again. */
  @Override
  public void invalidate(AccessToken refused) {
    read = new Read(Optional.empty(), Optional.empty());
  }

  private static Optional<FileTime> modified(Path path) {
    try {
      return Optional.of(Files.getLastModifiedTime(path));
    } catch (IOException e) {
      return Optional.empty(); // Reading the file will say what is wrong with it.
    }
  }
}
