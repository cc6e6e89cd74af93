// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A multipart upload: some parts are on their way while the next one is filled, in buffers that are
 * used again. For one thread; the parts have threads of their own.
 */
final class S3Parts {

  /** Bytes of a part, except for the last one. */
  static final int PART = 8 << 20;

  /** S3 takes no more parts. */
  private static final int MOST_PARTS = 10_000;

  static final long LONGEST_OBJECT = (long) PART * MOST_PARTS;

  private static final int IN_FLIGHT = 2;

  /** Of a part: its call ends before. */
  private static final Duration LONGEST_WAIT = S3Clients.LONGEST_CALL.plusSeconds(10);

  private final S3Store store;
  private final String path;
  private final String what;
  private final String uploadId;
  private final Executor background;
  private final Semaphore slots = new Semaphore(IN_FLIGHT);
  private final Map<Integer, CompletedPart> done = new ConcurrentHashMap<>();
  private final Map<Integer, Part> running = new ConcurrentHashMap<>();
  private final AtomicReference<DatabricksException> failure = new AtomicReference<>();
  private volatile boolean aborted;
  private int count;
  private long length;

  private S3Parts(S3Store store, String path, String uploadId, Executor background) {
    this.store = store;
    this.path = path;
    this.what = "Cannot write " + store.location(path);
    this.uploadId = uploadId;
    this.background = background;
  }

  static S3Parts begin(S3Store store, String path, Executor background) {
    String id =
        store
            .calls()
            .call(
                "Cannot write " + store.location(path),
                time ->
                    store
                        .client()
                        .createMultipartUpload(
                            r ->
                                r.bucket(store.bucket())
                                    .key(store.key(path))
                                    .overrideConfiguration(time)))
            .uploadId();
    return new S3Parts(store, path, id, background);
  }

  /**
   * Has a part sent as soon as there is a place for it.
   *
   * @return a buffer for the next part
   */
  byte[] send(byte[] bytes, int size) {
    acquire(1);
    if (++count > MOST_PARTS) {
      slots.release();
      throw new DatabricksException(
          Reason.CONFIGURATION,
          what + ": an object may have " + LONGEST_OBJECT + " bytes. Write smaller objects.");
    }
    length += size;
    Part part = new Part(count, bytes, size, S3Calls.left());
    running.put(count, part);
    try {
      background.execute(part);
    } catch (RejectedExecutionException e) {
      part.end();
      throw new DatabricksException(Reason.UNAVAILABLE, what + ": this process is shutting down.");
    }
    return store.buffer();
  }

  /** Waits for all parts. */
  void await() {
    acquire(IN_FLIGHT);
    slots.release(IN_FLIGHT);
  }

  private void acquire(int places) {
    boolean free = false;
    try {
      long millis = TimeLimit.left(LONGEST_WAIT).toMillis();
      free = slots.tryAcquire(places, millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatabricksException(Reason.UNAVAILABLE, what + ": it was interrupted.");
    }
    if (free && failure.get() == null) {
      return;
    }
    if (free) {
      slots.release(places);
    }
    throw Optional.ofNullable(failure.get())
        .orElseGet(
            () ->
                new DatabricksException(
                    Reason.UNAVAILABLE, what + ": the storage takes too long. Try again later."));
  }

  /** Makes an object of all parts, which are there. */
  void complete() {
    List<CompletedPart> parts =
        done.values().stream().sorted(Comparator.comparing(CompletedPart::partNumber)).toList();
    try {
      store
          .calls()
          .call(
              what,
              time ->
                  store
                      .client()
                      .completeMultipartUpload(
                          r ->
                              r.bucket(store.bucket())
                                  .key(store.key(path))
                                  .uploadId(uploadId)
                                  .multipartUpload(m -> m.parts(parts))
                                  .overrideConfiguration(time)));
    } catch (DatabricksException e) {
      // The reply was lost, and the repetition found an upload that had ended.
      if (e.getReason() != Reason.NOT_FOUND || !there()) {
        throw e;
      }
    }
  }

  private boolean there() {
    long found =
        store
            .calls()
            .call(
                what,
                time ->
                    store
                        .client()
                        .headObject(
                            r ->
                                r.bucket(store.bucket())
                                    .key(store.key(path))
                                    .overrideConfiguration(time)))
            .contentLength();
    return found == length;
  }

  /** Gives up: parts under way are broken off first, as one that ends later would stay. */
  void abort() {
    aborted = true;
    running.values().forEach(Part::interrupt);
    try {
      Duration wait = TimeLimit.left(LONGEST_WAIT).dividedBy(2);
      boolean ended = slots.tryAcquire(IN_FLIGHT, wait.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        throw new DatabricksException(Reason.UNAVAILABLE, what + ": a part is still under way.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.abort(store.key(path), uploadId);
  }

  /** One part on its way. */
  private final class Part implements Runnable {
    private final int number;
    private final byte[] bytes;
    private final int size;
    private final Duration time;
    private Optional<Thread> thread = Optional.empty();

    Part(int number, byte[] bytes, int size, Duration time) {
      this.number = number;
      this.bytes = bytes;
      this.size = size;
      this.time = time;
    }

    @Override
    public void run() {
      try {
        if (begin()) {
          done.put(number, upload());
        }
      } catch (DatabricksException e) {
        failure.compareAndSet(null, e);
      } catch (RuntimeException e) {
        failure.compareAndSet(null, S3Failures.of(what, e));
      } finally {
        end();
      }
    }

    private CompletedPart upload() {
      Optional<String> md5 = S3Bodies.md5(store, bytes, size);
      String tag =
          store
              .calls()
              .call(
                  what,
                  time,
                  limit ->
                      store
                          .client()
                          .uploadPart(
                              r ->
                                  r.bucket(store.bucket())
                                      .key(store.key(path))
                                      .uploadId(uploadId)
                                      .partNumber(number)
                                      .contentMD5(md5.orElse(null))
                                      .overrideConfiguration(limit),
                              S3Bodies.body(bytes, size)))
              .eTag();
      return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private synchronized boolean begin() {
      thread = Optional.of(Thread.currentThread());
      return !aborted && failure.get() == null;
    }

    synchronized void interrupt() {
      thread.ifPresent(Thread::interrupt);
    }

    /** The thread goes back to its pool without an interrupt that was meant for this part. */
    void end() {
      synchronized (this) {
        if (thread.isPresent()) {
          thread = Optional.empty();
          Thread.interrupted();
        }
      }
      running.remove(number);
      store.giveBack(bytes);
      slots.release();
    }
  }
}
