// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.name.SecurableName;
import org.apache.camel.Message;

/** One action of {@code catalog}. Thread-safe. */
@FunctionalInterface
public interface CatalogQuestion {

  /**
   * Asks about an object.
   *
   * @param message for headers that only this action has
   */
  CatalogAnswer ask(SecurableName object, Message message);
}
