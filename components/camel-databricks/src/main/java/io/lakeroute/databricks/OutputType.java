package io.lakeroute.databricks;

/** What {@code query} leaves in the body. */
public enum OutputType {
  /** A list with a map for each row. */
  LIST,
  /** The only row as a map, or no body when there is none. */
  ONE,
  /** An iterator of record batches. */
  BATCHES,
  /** An input stream of encoded rows. */
  STREAM
}
