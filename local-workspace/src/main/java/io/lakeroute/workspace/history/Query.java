// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.history;

import io.lakeroute.workspace.http.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/** What the history knows of one statement; safe for threads. */
public final class Query {

  /** The states of the query history API. */
  public enum Status {
    QUEUED,
    RUNNING,
    FINISHED,
    FAILED,
    CANCELED
  }

  /**
   * What is known from the start.
   *
   * @param tags keys with their values, which may be empty
   */
  record Start(
      Caller caller, String userId, String sessionId, String text, Map<String, String> tags) {}

  /** What may change until the end, which is at {@link Instant#MAX} before it has come. */
  record Progress(Status status, Instant endedAt, long rows, String error) {}

  private final String id = UUID.randomUUID().toString();
  private final long number;
  private final Start start;
  private final Instant startedAt = Instant.now();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder rowsRead = new LongAdder();
  private volatile Progress progress = new Progress(Status.QUEUED, Instant.MAX, 0, "");

  Query(long number, Start start) {
    this.number = number;
    this.start = start;
  }

  public String id() {
    return id;
  }

  public Caller caller() {
    return start.caller();
  }

  public void running() {
    progress = new Progress(Status.RUNNING, Instant.MAX, 0, "");
  }

  public void finished(long rows) {
    progress = new Progress(Status.FINISHED, Instant.now(), rows, "");
  }

  public void failed(String error) {
    progress = new Progress(Status.FAILED, Instant.now(), 0, error);
  }

  public void canceled() {
    progress = new Progress(Status.CANCELED, Instant.now(), 0, "");
  }

  /** Adds what a part of it read from files. */
  public void read(long bytes, long rows) {
    bytesRead.add(bytes);
    rowsRead.add(rows);
  }

  long bytesRead() {
    return bytesRead.sum();
  }

  long rowsRead() {
    return rowsRead.sum();
  }

  /** Its place in the order in which queries were started. */
  long number() {
    return number;
  }

  Start start() {
    return start;
  }

  Instant startedAt() {
    return startedAt;
  }

  Progress progress() {
    return progress;
  }
}
