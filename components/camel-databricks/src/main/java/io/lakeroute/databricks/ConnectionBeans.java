// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.profile.StagingPlace;
import io.lakeroute.databricks.staging.objects.StagingStores;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/**
 * Publishes what endpoints of other components can use of a connection. A bean that is there under
 * the same name stays. Stateless.
 */
final class ConnectionBeans {

  /** Follows the name of a connection in the name of its S3 client. */
  private static final String S3_CLIENT = "-s3";

  private ConnectionBeans() {}

  /**
   * Binds the connection's sessions as a DataSource of the same name, for plain jdbc: and sql:
   * endpoints, and the client of its bucket as {@code <name>-s3} for aws2-s3: endpoints. Both are
   * idle until they are used.
   */
  static void bind(CamelContext context, WorkspaceConnection connection) {
    Registry registry = context.getRegistry();
    String name = connection.profile().name();
    if (registry.lookupByName(name) == null) {
      registry.bind(name, connection.dataSource());
    }
    boolean bucket = connection.profile().staging().orElse(null) instanceof StagingPlace.Bucket;
    if (bucket && registry.lookupByName(name + S3_CLIENT) == null) {
      // Not by its type: Camel would set the only client there is at every aws2-s3 endpoint.
      registry.bind(name + S3_CLIENT, Object.class, () -> StagingStores.s3Client(connection));
    }
  }
}
