// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

/**
 * Hands out the token of one connection: the only place tokens come from, for JDBC and REST alike.
 * Thread-safe.
 */
public interface TokenSource {

  /**
   * A token that is good for the next call.
   *
   * @throws io.lakeroute.databricks.error.DatabricksException when none can be had
   */
  AccessToken token();

  /** True when {@link #token()} answers without a call to the token endpoint. */
  boolean cached();

  /**
   * Says that the workspace refused this token, so that the next {@link #token()} is another one.
   */
  void invalidate(AccessToken refused);
}
