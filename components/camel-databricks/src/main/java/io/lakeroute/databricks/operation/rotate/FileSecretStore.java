// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.files.OwnerOnly;
import io.lakeroute.databricks.profile.SecretLife;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A secret in a file that only its owner may read; beside it, the journal ({@code .rotation}), the
 * end of the secret ({@code .expires}) and a lock. Not safe for use by several threads.
 */
final class FileSecretStore implements SecretStore {

  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<OpenOption> ANY =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private final Path secret;
  private final Path journal;

  FileSecretStore(Path file) {
    this.secret = target(file.toAbsolutePath());
    this.journal = beside(secret, ".rotation");
  }

  /** Replacing a symbolic link would leave the file that it leads to as it was. */
  private static Path target(Path file) {
    try {
      return Files.exists(file) ? file.toRealPath() : file;
    } catch (IOException e) {
      throw failure("Cannot follow " + file, e);
    }
  }

  @Override
  public Turn take() {
    try {
      Path file = beside(secret, ".lock");
      FileChannel channel = FileChannel.open(file, ANY, OwnerOnly.file(file));
      FileLock lock = lock(channel);
      return () -> {
        try (channel) {
          lock.release();
        } catch (IOException e) {
          throw failure("Cannot release the lock beside " + secret, e);
        }
      };
    } catch (IOException e) {
      throw failure("Cannot lock " + secret, e);
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by another thread of this process, which is the same as by another process.
    }
    if (lock == null) {
      channel.close();
      throw new DatabricksException(
          Reason.CONFLICT, "Another rotation of " + secret + " is at work. Nothing was done.");
    }
    return lock;
  }

  @Override
  public Content read() {
    return new Content(
        content(secret).filter(text -> !text.isEmpty()),
        content(journal)
            .map(json -> Journal.parse(json, "The file " + journal))
            .orElse(Journal.EMPTY),
        "");
  }

  @Override
  public Content keep(Content seen, Journal next, Optional<Instant> expires) {
    Path note = SecretLife.expiryFile(secret);
    Optional<String> end = expires.map(Instant::toString);
    if (end.isPresent() && !content(note).equals(end)) {
      replace(note, end.get());
    }
    if (!next.equals(seen.journal())) {
      replace(journal, next.json());
    }
    return new Content(seen.secret(), next, "");
  }

  /**
   * The secret goes first: what comes after is found out again by the next run if this one ends
   * here.
   */
  @Override
  public Content handOver(Content seen, String value, Journal next, Optional<Instant> expires) {
    replace(secret, value);
    return keep(new Content(Optional.of(value), seen.journal(), ""), next, expires);
  }

  private static Optional<String> content(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failure("Cannot read " + file, e);
    }
  }

  /** Readers find the old content or the new one, also after a power failure. */
  private static void replace(Path file, String content) {
    Path fresh = beside(file, ".new");
    try {
      Files.deleteIfExists(fresh);
      try (FileChannel out = FileChannel.open(fresh, NEW, OwnerOnly.file(fresh))) {
        ByteBuffer bytes = ByteBuffer.wrap((content + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failure("Cannot write " + file, e);
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static DatabricksException failure(String what, IOException e) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        what
            + ": "
            + e.getClass().getSimpleName()
            + ". Check that this process may write the folder; a mounted Kubernetes secret is read-only, for it set"
            + " kubernetesSecretName.",
        e);
  }
}
