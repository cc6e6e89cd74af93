// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.util.Optional;
import java.util.stream.Stream;

/** Why an operation failed: what a route decides on, never the text of a message. */
public enum Reason {
  /** Something that is set up wrong here: an option, a connection, a file. */
  CONFIGURATION,
  /** Databricks does not accept the credential. */
  UNAUTHENTICATED,
  /** Databricks knows who asks, and the privilege is missing. */
  FORBIDDEN,
  /** The table, column, warehouse or other object does not exist, or may not be seen. */
  NOT_FOUND,
  /** Somebody else changed the same thing, or it exists already. */
  CONFLICT,
  /** The statement or a value in the message is wrong. */
  INVALID,
  /** Too much at once; the same call may succeed later. */
  THROTTLED,
  /** The service or the warehouse cannot be reached now; the same call may succeed later. */
  UNAVAILABLE,
  /** The reply was lost after the effect may have happened; check before a repetition. */
  OUTCOME_UNKNOWN;

  /** The reason of that name; a newer version may know others. */
  public static Optional<Reason> of(String name) {
    return Stream.of(values()).filter(reason -> reason.name().equals(name)).findFirst();
  }
}
