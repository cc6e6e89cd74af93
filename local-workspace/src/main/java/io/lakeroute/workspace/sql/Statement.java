// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.history.Query;
import io.lakeroute.workspace.sql.StatementRequest.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One statement from its submission to its removal; its end is decided once; safe for threads. */
public final class Statement {

  /** The states of the Statement Execution API. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED;

    public boolean ended() {
      return this != PENDING && this != RUNNING;
    }
  }

  private final Query query;
  private final Delivery delivery;
  private final CountDownLatch ended = new CountDownLatch(1);
  private State state = State.PENDING;
  private Instant endedAt = Instant.MAX;
  private Optional<Result> result = Optional.empty();
  private Optional<SqlFailure> failure = Optional.empty();

  /** Keeps nothing of the session, which must not live as long as results do. */
  Statement(Query query, Delivery delivery) {
    this.query = query;
    this.delivery = delivery;
  }

  public String id() {
    return query.id();
  }

  /** The principal that ran it. */
  public String owner() {
    return query.caller().principal();
  }

  public Delivery delivery() {
    return delivery;
  }

  public synchronized State state() {
    return state;
  }

  /** The rows, once it has succeeded. */
  public synchronized Optional<Result> result() {
    return result;
  }

  public synchronized Optional<SqlFailure> failure() {
    return failure;
  }

  synchronized Instant endedAt() {
    return endedAt;
  }

  /** Waits for the end, at most this long; true if it has come. */
  public boolean await(Duration time) throws InterruptedException {
    return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void running() {
    if (state == State.PENDING) {
      state = State.RUNNING;
      query.running();
    }
  }

  /** Ends it, unless it has ended: a cancel and a result may race, and the first one counts. */
  private synchronized boolean end(State end) {
    if (state.ended()) {
      return false;
    }
    state = end;
    endedAt = Instant.now();
    return true;
  }

  void succeed(Result rows) {
    synchronized (this) {
      if (end(State.SUCCEEDED)) {
        result = Optional.of(rows);
        query.finished(rows.rows());
      } else {
        rows.delete();
      }
    }
    ended.countDown();
  }

  void fail(SqlFailure cause) {
    synchronized (this) {
      if (end(State.FAILED)) {
        failure = Optional.of(cause);
        query.failed(cause.getMessage());
      }
    }
    ended.countDown();
  }

  void cancel() {
    if (end(State.CANCELED)) {
      query.canceled();
    }
    ended.countDown();
  }
}
