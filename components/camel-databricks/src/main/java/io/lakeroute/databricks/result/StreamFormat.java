// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

/** How {@code outputType=stream} encodes rows. */
public enum StreamFormat {
  /** One JSON object in each line. */
  JSON_LINES,
  /** One JSON array of objects. */
  JSON,
  /** Comma-separated values with a header line. */
  CSV
}
