// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of a volume that is written when it is complete. For one thread. */
final class VolumeUpload extends ObjectUpload {

  private static final Logger LOG = LoggerFactory.getLogger(VolumeUpload.class);
  private static final int CHUNK = 1 << 20;

  /** For a workspace that has just failed. */
  private static final Duration CLEANUP = Duration.ofSeconds(5);

  private final VolumeStore store;
  private final String path;
  private final List<byte[]> chunks = new ArrayList<>();
  private long length;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    SENT,
    COMPLETE,
    CLOSED
  }

  VolumeUpload(VolumeStore store, String path) {
    this.store = store;
    this.path = path;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    Objects.checkFromIndexSize(from, count, bytes.length);
    require(State.OPEN);
    if (length + count > VolumeStore.LONGEST_OBJECT) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot write "
              + store.location(path)
              + ": an object in a volume may have "
              + VolumeStore.LONGEST_OBJECT
              + " bytes. Set a smaller objectSize, shorten the rows, or use a bucket in S3.");
    }
    int done = 0;
    while (done < count) {
      int at = (int) (length % CHUNK);
      if (at == 0) {
        chunks.add(new byte[CHUNK]);
      }
      int part = Math.min(count - done, CHUNK - at);
      System.arraycopy(bytes, from + done, chunks.get(chunks.size() - 1), at, part);
      done += part;
      length += part;
    }
  }

  @Override
  public void complete() {
    require(State.OPEN);
    state = State.SENT;
    store.write(path, length, this::content);
    state = State.COMPLETE;
    chunks.clear();
  }

  private InputStream content() {
    List<InputStream> parts = new ArrayList<>();
    for (int i = 0; i < chunks.size(); i++) {
      long left = length - (long) i * CHUNK;
      parts.add(new ByteArrayInputStream(chunks.get(i), 0, (int) Math.min(CHUNK, left)));
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private void require(State needed) {
    if (state != needed) {
      throw new IllegalStateException("The upload of " + path + " is " + state);
    }
  }

  /** A file whose reply was lost may be there, whole; it goes, if the workspace lets it. */
  @Override
  public void close() {
    boolean mayBeThere = state == State.SENT;
    state = state == State.COMPLETE ? state : State.CLOSED;
    chunks.clear();
    if (mayBeThere) {
      try (TimeLimit limit = TimeLimit.within(CLEANUP)) {
        store.delete(List.of(path));
      } catch (DatabricksException e) {
        LOG.debug("A file that may not be complete stays: {}", e.getMessage());
      }
    }
  }
}
