// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

/**
 * Remembers, beyond a kill, which requests were begun and which were answered, for an API that does
 * not recognize them itself. It holds keys and nothing else. Thread-safe.
 */
public interface Journal {

  /** A journal for APIs that recognize a request by its key. */
  Journal NONE =
      new Journal() {
        @Override
        public State begin(String key) {
          return State.NEW;
        }

        @Override
        public void answered(String key) {}

        @Override
        public void split(String key) {}

        @Override
        public void withdraw(String key) {}
      };

  /** What is known of a request that is about to begin. */
  enum State {
    /** It is begun now. */
    NEW,
    /** It was begun before, and nobody knows its effect. */
    OPEN,
    /** It had its effect. */
    ANSWERED,
    /** It had none, and its halves took its place. */
    SPLIT
  }

  /** Writes that a request begins, unless it began before; durable when the call returns. */
  State begin(String key);

  /** Writes that a request had its effect. */
  void answered(String key);

  /** Writes that halves take the place of a request. */
  void split(String key);

  /** Forgets a request that had no effect. */
  void withdraw(String key);
}
