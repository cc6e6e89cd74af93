// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.profile.CatalogFence;
import org.apache.camel.Exchange;

/** Lets only objects inside a fence pass. Thread-safe. */
public record FencedObjects(ObjectSource objects, CatalogFence fence, String connection)
    implements ObjectSource {

  @Override
  public SecurableName object(Exchange exchange) {
    SecurableName object = objects.object(exchange);
    require(object);
    return object;
  }

  /** The whole metastore may be asked for; its listing leaves out what is outside. */
  public void require(SecurableName object) {
    if (object.depth() > 0) {
      fence.require(object.part(0), "Cannot look into " + object, connection);
    }
  }
}
