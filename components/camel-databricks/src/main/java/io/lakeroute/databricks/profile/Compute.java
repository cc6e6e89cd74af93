// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What runs the statements of a connection. Immutable. */
public sealed interface Compute {

  /** Under which the REST API knows it. */
  String id();

  /** Path of the driver's {@code httpPath}. */
  String httpPath();

  /** A SQL warehouse: has a state, can be started by REST. */
  record SqlWarehouse(String id, String httpPath) implements Compute {
    public SqlWarehouse(String id) {
      this(id, "/sql/1.0/warehouses/" + id);
    }

    @Override
    public String toString() {
      return "Warehouse " + id;
    }
  }

  /** An all-purpose cluster: speaks Thrift only, has a state, can be started by REST. */
  record Cluster(String id, String httpPath) implements Compute {
    @Override
    public String toString() {
      return "Cluster " + id;
    }
  }

  /**
   * Tells a warehouse's path from a cluster's.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static Compute ofHttpPath(String httpPath) {
    String path = httpPath.startsWith("/") ? httpPath : "/" + httpPath;
    Matcher warehouse = Paths.WAREHOUSE.matcher(path);
    if (warehouse.matches()) {
      return new SqlWarehouse(warehouse.group(1), path);
    }
    Matcher cluster = Paths.CLUSTER.matcher(path);
    if (cluster.matches()) {
      return new Cluster(cluster.group(1), path);
    }
    throw new IllegalArgumentException(
        "'"
            + httpPath
            + "' is neither /sql/1.0/warehouses/<id> nor /sql/protocolv1/o/<org>/<cluster>");
  }

  /** Compiled once; an interface cannot hold private constants. */
  final class Paths {
    private static final Pattern WAREHOUSE =
        Pattern.compile("/sql/1\\.0/(?:warehouses|endpoints)/([A-Za-z0-9_-]+)/?");
    private static final Pattern CLUSTER =
        Pattern.compile("/sql/protocolv1/o/[0-9]+/([A-Za-z0-9_-]+)/?");

    private Paths() {}
  }
}
