// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

/** How staged objects are compressed. */
public enum Compression {
  NONE,
  GZIP
}
