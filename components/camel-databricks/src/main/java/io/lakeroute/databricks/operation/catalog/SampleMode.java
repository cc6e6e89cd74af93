// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

/** Which rows {@code action=sample} looks at. */
public enum SampleMode {
  /** Those that come first, in no particular order: reads no more than it needs. */
  FIRST,
  /** Rows drawn by chance, each as likely as the next: reads the whole table or view. */
  RANDOM
}
