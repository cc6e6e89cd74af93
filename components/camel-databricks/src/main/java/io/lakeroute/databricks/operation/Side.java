// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

/** The side of a route that an endpoint stands on. */
public enum Side {
  /** It is received from. */
  FROM,
  /** It is sent to, in {@code to} or a step like it. */
  TO;

  Side other() {
    return this == FROM ? TO : FROM;
  }
}
