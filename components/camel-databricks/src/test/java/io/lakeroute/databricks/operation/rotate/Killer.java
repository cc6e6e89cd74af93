// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ends a rotation before, within or after one of the steps that have an effect. */
final class Killer {

  /** The end of the process: nothing of the rotation runs after it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private int left;

  /**
   * @param point how many points to pass before the end
   */
  Killer(int point) {
    this.left = point;
  }

  private void point() {
    if (left-- == 0) {
      throw new Killed();
    }
  }

  PrincipalSecrets around(MemoryPrincipal principal, Path secretFile) {
    return new PrincipalSecrets() {
      @Override
      public List<Issued> list() {
        return principal.list();
      }

      @Override
      public Created create(Duration lifetime) {
        point();
        Created created = principal.create(lifetime);
        point();
        return created;
      }

      @Override
      public void delete(String id) {
        point();
        if (id.equals(principal.id(read(secretFile)))) {
          throw new AssertionError("the secret in use is deleted");
        }
        principal.delete(id);
        point();
      }
    };
  }

  SecretStore around(SecretStore store, Path secretFile) {
    return new SecretStore() {
      @Override
      public Turn take() {
        return store.take();
      }

      @Override
      public Content read() {
        return store.read();
      }

      @Override
      public Content keep(Content seen, Journal journal, Optional<Instant> expires) {
        point();
        Content kept = store.keep(seen, journal, expires);
        point();
        return kept;
      }

      @Override
      public Content handOver(
          Content seen, String secret, Journal journal, Optional<Instant> expires) {
        point();
        Content there = store.handOver(seen, secret, journal, expires);
        if (left == 0) {
          store.keep(there, seen.journal(), Optional.empty()); // killed between its two files
        }
        point();
        point();
        return there;
      }
    };
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
