// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object of a bucket on its way: in one call where it is small, else in parts. For one thread.
 */
final class S3Upload extends ObjectUpload {

  private static final Logger LOG = LoggerFactory.getLogger(S3Upload.class);
  private static final int FIRST_BUFFER = 256 << 10;

  /** A larger buffer is one for a part. */
  private static final int LARGEST_OWN = 1 << 20;

  /** For a storage that has just failed. */
  private static final Duration CLEANUP = Duration.ofSeconds(10);

  /** Failures after which the object may be there. */
  private static final Set<Reason> UNCERTAIN = Set.of(Reason.UNAVAILABLE, Reason.THROTTLED);

  private final S3Store store;
  private final String path;
  private final Executor background;
  private Optional<S3Parts> parts = Optional.empty();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    UNCERTAIN,
    COMPLETE,
    CLOSED
  }

  S3Upload(S3Store store, String path, Executor background) {
    this.store = store;
    this.path = path;
    this.background = background;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    Objects.checkFromIndexSize(from, count, bytes.length);
    requireOpen();
    int done = 0;
    while (done < count) {
      if (filled == S3Parts.PART) {
        sendPart();
      }
      int part = Math.min(count - done, S3Parts.PART - filled);
      room(filled + part);
      System.arraycopy(bytes, from + done, buffer, filled, part);
      filled += part;
      done += part;
    }
  }

  /** Small objects need no buffer of the size of a part. */
  private void room(int needed) {
    if (needed > buffer.length) {
      byte[] larger =
          needed > LARGEST_OWN
              ? store.buffer()
              : new byte[Math.max(needed, Math.min(LARGEST_OWN, 2 * buffer.length))];
      System.arraycopy(buffer, 0, larger, 0, filled);
      buffer = larger;
    }
  }

  private void sendPart() {
    if (parts.isEmpty()) {
      parts = Optional.of(S3Parts.begin(store, path, background));
    }
    byte[] full = buffer;
    buffer = new byte[0]; // The part gives it back.
    buffer = parts.get().send(full, filled);
    filled = 0;
  }

  @Override
  public void complete() {
    requireOpen();
    if (parts.isPresent()) {
      if (filled > 0) {
        sendPart();
      }
      parts.get().await();
    }
    try {
      parts.ifPresentOrElse(S3Parts::complete, () -> S3Bodies.put(store, path, buffer, filled));
    } catch (DatabricksException e) {
      state = UNCERTAIN.contains(e.getReason()) ? State.UNCERTAIN : State.OPEN;
      throw e;
    }
    state = State.COMPLETE;
    giveBack();
  }

  private void giveBack() {
    store.giveBack(buffer);
    buffer = new byte[0];
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("The upload of " + path + " is " + state);
    }
  }

  /** An object whose reply was lost may be there, whole; it goes, if the storage lets it. */
  @Override
  public void close() {
    State before = state;
    state = state == State.COMPLETE ? state : State.CLOSED;
    giveBack();
    if (before != State.OPEN && before != State.UNCERTAIN) {
      return;
    }
    try (TimeLimit limit = TimeLimit.within(CLEANUP)) {
      parts.ifPresent(S3Parts::abort);
      if (before == State.UNCERTAIN) {
        store.deleteOne(path);
      }
    } catch (DatabricksException e) {
      LOG.warn("What was sent of an object stays until it is swept: {}", e.getMessage());
    }
  }
}
