// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

/** What an operation leaves in the body. */
public enum OutputType {
  /** A list with a map for each row or entry; a map where an operation has one answer. */
  LIST,
  /** The only row as a map, or no body when there is none. */
  ONE,
  /** An iterator of record batches. */
  BATCHES,
  /** An input stream of encoded rows. */
  STREAM,
  /** What {@link #LIST} leaves, as JSON text. */
  JSON,
  /** Compact text of what {@code catalog} found, to put into prompts of language models. */
  TEXT
}
