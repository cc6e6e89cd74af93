// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

/** Where {@code catalog} takes the name of the object from. */
public enum ObjectFrom {
  /** The endpoint's path. */
  ENDPOINT,
  /** The header {@code CamelDatabricksObject}, within the object of the endpoint's path. */
  HEADER
}
