// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

/**
 * Where {@code query} takes its statement from; a message's header or body is never one of the
 * places.
 */
public enum StatementFrom {
  /** The option {@code sql}. */
  ENDPOINT,
  /** The exchange property {@code CamelDatabricksStatement}. */
  PROPERTY
}
