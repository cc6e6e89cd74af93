// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static java.util.Objects.requireNonNull;

/**
 * The right of one node to run one key for a while. Immutable.
 *
 * @param key what is run
 * @param owner who runs it
 * @param fence grows with each owner, so that a late one is recognised
 */
public record Lease(String key, String owner, long fence) {
  public Lease {
    requireNonNull(key, "key");
    requireNonNull(owner, "owner");
  }
}
