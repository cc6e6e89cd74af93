// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the secret in use is handed over to those who use it, with the rotation's journal beside
 * it. Not safe for use by several threads.
 */
interface SecretStore {

  /**
   * What is there.
   *
   * @param secret the value that users find
   * @param version recognises a change by somebody else, where the store can
   */
  record Content(Optional<String> secret, Journal journal, String version) {
    @Override
    public String toString() {
      return "Content[" + journal + "]";
    }
  }

  /** Given back when one run is over. */
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Keeps other rotations out meanwhile.
   *
   * @throws io.lakeroute.databricks.error.DatabricksException CONFLICT when one is at work
   */
  Turn take();

  Content read();

  /**
   * Remembers the journal, and when the secret that is there ends.
   *
   * @return what is there then
   */
  Content keep(Content seen, Journal journal, Optional<Instant> expires);

  /** Puts another secret in the place of the one that is there, for good or not at all. */
  Content handOver(Content seen, String secret, Journal journal, Optional<Instant> expires);
}
