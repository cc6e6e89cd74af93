// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The OAuth secrets that a service principal has at Databricks. Thread-safe. */
interface PrincipalSecrets {

  /** Databricks takes no more than so many at a time. */
  int MOST = 5;

  /**
   * One that exists; its value cannot be had.
   *
   * @param created when, if Databricks says so
   * @param expires when, if Databricks says so
   */
  record Issued(String id, Optional<Instant> created, Optional<Instant> expires) {

    /** From creation to expiry. */
    Optional<Duration> lifetime() {
      return created.flatMap(from -> expires.map(to -> Duration.between(from, to)));
    }
  }

  /** One that was just made, with its value, which is shown only now. */
  record Created(Issued issued, String value) {
    @Override
    public String toString() {
      return "Created[" + issued + "]";
    }
  }

  List<Issued> list();

  /** Has an effect, and is therefore asked for once. */
  Created create(Duration lifetime);

  /** Succeeds, too, when there is no such secret any more. */
  void delete(String id);
}
