// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * databricks-jdbc connections as a client opens them: with a token, in one of the two protocols.
 */
public final class Driver {

  /** The protocol that the driver speaks. */
  public enum Mode {
    SEA("0"),
    THRIFT("1");

    private final String useThriftClient;

    Mode(String useThriftClient) {
      this.useThriftClient = useThriftClient;
    }
  }

  private Driver() {}

  /** A session in the workspace's catalog and schema, in UTC. */
  public static Connection connect(Workspace workspace, Mode mode) {
    return connect(workspace, mode, Map.of());
  }

  public static Connection connect(Workspace workspace, Mode mode, Map<String, String> options) {
    try {
      return DriverManager.getConnection(url(workspace, mode, options), "token", "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The URL with a fresh token of the service principal in it. */
  public static String url(Workspace workspace, Mode mode, Map<String, String> options) {
    URI host = workspace.host();
    boolean tls = host.getScheme().equals("https");
    return "jdbc:databricks://%s:%d;httpPath=%s;ssl=%d;AuthMech=11;Auth_Flow=0;Auth_AccessToken=%s"
            .formatted(
                host.getHost(),
                host.getPort() < 0 ? 443 : host.getPort(),
                workspace.httpPath(),
                tls ? 1 : 0,
                OAuth.token(workspace))
        + ";EnableTelemetry=0;EnableTokenFederation=0;TIMEZONE=UTC;UseThriftClient="
        + mode.useThriftClient
        + ";ConnCatalog="
        + workspace.catalog()
        + ";ConnSchema="
        + workspace.schema()
        + options.entrySet().stream()
            .map(option -> ";" + option.getKey() + "=" + option.getValue())
            .collect(Collectors.joining());
  }
}
