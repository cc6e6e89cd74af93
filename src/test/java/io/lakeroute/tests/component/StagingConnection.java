// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.databricks.connection.Connections;
import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.profile.ProfileReader;
import io.lakeroute.databricks.staging.objects.ObjectUpload;
import io.lakeroute.databricks.staging.objects.StagingStore;
import io.lakeroute.databricks.staging.objects.StagingStores;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;

/** The staging place of a connection, without a route around it; safe for threads. */
public final class StagingConnection implements AutoCloseable {
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Connections connections = new Connections(new Workers(camel));
  private final WorkspaceConnection connection;

  private StagingConnection(Map<String, String> keys) {
    Map<String, String> properties = new HashMap<>();
    keys.forEach((key, value) -> properties.put("databricks.connections.local." + key, value));
    camel.start();
    this.connection = connections.add(ProfileReader.read(properties).get("local"));
  }

  /** Of a connection with these keys, such as {@code stagingPrefix}. */
  public static StagingConnection open(Map<String, String> keys) {
    return new StagingConnection(keys);
  }

  WorkspaceConnection connection() {
    return connection;
  }

  public StagingStore store() {
    return StagingStores.of(connection);
  }

  /** Puts an object there, whole. */
  void put(String path, byte[] bytes) throws IOException {
    try (ObjectUpload upload = store().upload(path)) {
      upload.write(bytes);
      upload.complete();
    }
  }

  @Override
  public void close() {
    connections.close();
    camel.stop();
  }
}
