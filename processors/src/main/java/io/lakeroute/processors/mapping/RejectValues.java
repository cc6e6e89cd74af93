// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

/** How the line of a reject shows the identifier and what is personal. */
public enum RejectValues {
  /** As three asterisks. */
  MASK,
  /** As SHA-256: equal values have equal digests, and who knows likely values can find them. */
  HASH,
  /** As they are. */
  KEEP
}
