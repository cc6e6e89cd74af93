// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.connection;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.waiting.StatementGate;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The named connections of one Camel context. Thread-safe. */
public final class Connections implements AutoCloseable {

  private final Map<String, WorkspaceConnection> byName = new ConcurrentSkipListMap<>();
  private final Map<Tenancy, WorkspaceConnection> tenancies = new ConcurrentHashMap<>();
  private final Map<String, StatementGate> gates = new ConcurrentHashMap<>();
  private final Workers workers;

  /** A tenant on a connection that has another tenant's name, or none's. */
  private record Tenancy(String tenant, String connection) {}

  public Connections(Workers workers) {
    this.workers = workers;
  }

  /** Adds a connection; a name stands for one connection only. */
  public WorkspaceConnection add(ConnectionProfile profile) {
    WorkspaceConnection connection = open(profile);
    if (byName.putIfAbsent(profile.name(), connection) != null) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + profile.name()
              + "' is declared twice, in properties and as a bean or in two beans.");
    }
    return connection;
  }

  /**
   * One gate per warehouse, whatever connections lead to it; each has its own maxConcurrent, and
   * the warehouse the largest of them.
   */
  private WorkspaceConnection open(ConnectionProfile profile) {
    StatementGate warehouse =
        gates.computeIfAbsent(
            profile.host().url() + profile.compute().httpPath(),
            key -> new StatementGate(profile.compute().toString(), profile.maxConcurrent()));
    StatementGate share =
        warehouse.share(
            "Connection '" + profile.name() + "'", profile.maxConcurrent(), profile.maxWaiting());
    return new WorkspaceConnection(profile, share, workers);
  }

  /** The connection of that name. */
  public WorkspaceConnection get(String name) {
    WorkspaceConnection connection = byName.get(name);
    if (connection == null) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "There is no connection '"
              + name
              + "'. "
              + (byName.isEmpty()
                  ? "Declare one with properties databricks.connections."
                      + name
                      + ".host and so on."
                  : "Declared are: " + String.join(", ", byName.keySet()) + "."));
    }
    return connection;
  }

  /**
   * The connection of that name for a tenant: tenants that use one connection share its settings,
   * but neither token nor sessions nor places.
   */
  public WorkspaceConnection get(String name, String tenant) {
    WorkspaceConnection connection = get(name);
    return connection.profile().tenant().equals(tenant)
        ? connection
        : tenancies.computeIfAbsent(
            new Tenancy(tenant, name), key -> open(connection.profile().withTenant(tenant)));
  }

  public Set<String> names() {
    return Collections.unmodifiableSet(byName.keySet());
  }

  @Override
  public void close() {
    byName.values().forEach(WorkspaceConnection::close);
    tenancies.values().forEach(WorkspaceConnection::close);
    byName.clear();
    tenancies.clear();
    workers.close();
  }
}
