// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.metrics;

import io.lakeroute.databricks.error.Reason;
import java.time.Duration;

/** What is counted and timed about one endpoint's work. Thread-safe. */
public interface Measurements {

  /** Counts nothing: for applications without a meter registry. */
  Measurements NONE = new Measurements() {};

  /** What a caller can wait for. */
  enum Wait {
    /** A free place among the statements of a warehouse. */
    PLACE,
    /** A warehouse that runs. */
    WAREHOUSE,
    /** An open session. */
    SESSION
  }

  /** A statement came back, with rows or with a failure, after this time. */
  default void statement(Duration took) {}

  /** Rows were handed out. */
  default void rows(long count) {}

  /** Encoded bytes were handed out. */
  default void bytes(long count) {}

  /** Somebody waited. */
  default void waited(Wait what, Duration time) {}

  /** A session was given up because the workspace did not answer in time. */
  default void abandoned() {}

  /** An operation failed. */
  default void error(Reason reason) {}
}
