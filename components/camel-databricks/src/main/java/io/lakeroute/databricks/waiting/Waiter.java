// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/** One in the line for a place. Guarded by the lock of its gate. */
final class Waiter {

  private enum State {
    WAITING,
    ADMITTED,
    LATE
  }

  private final Caller caller;
  private final Duration patience;
  private final Condition turn;
  private State state = State.WAITING;

  Waiter(Caller caller, Duration patience, Condition turn) {
    this.caller = caller;
    this.patience = patience;
    this.turn = turn;
  }

  /**
   * How long a caller waits for a place in all. Who waits for an answer is to have it within its
   * patience: that leaves time for the statement itself, at most half of it.
   */
  static Duration longest(Caller caller, Duration patience, Duration statement) {
    Duration half = patience.dividedBy(2);
    return caller.isRequest()
        ? patience.minus(statement.compareTo(half) < 0 ? statement : half)
        : patience;
  }

  /** Takes part until there is a place, it is too late, or the caller has gone. */
  void await(Pace pace) throws InterruptedException {
    long left = left(pace.room());
    while (state == State.WAITING && left > 0 && !caller.gone()) {
      left = turn.awaitNanos(left);
    }
  }

  /** Has its turn at a free place; false when it comes too late, as statements now take longer. */
  boolean admit(Pace pace) {
    state = left(pace.room()) > 0 ? State.ADMITTED : State.LATE;
    turn.signal();
    return state == State.ADMITTED;
  }

  private long left(Duration statement) {
    return longest(caller, patience, statement).minus(caller.waited()).toNanos();
  }

  /** Has it look whether its caller is still there. */
  void wake() {
    turn.signal();
  }

  boolean admitted() {
    return state == State.ADMITTED;
  }
}
