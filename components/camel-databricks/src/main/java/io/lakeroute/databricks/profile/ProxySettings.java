// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The HTTP proxy between here and the workspace. Immutable.
 *
 * @param host name of the proxy
 * @param port TCP port of the proxy
 * @param username user at the proxy, when it asks for one
 * @param password that user's password
 * @param nonProxyHosts comma-separated host names, or suffixes that start with a dot, to reach
 *     directly
 */
public record ProxySettings(
    String host,
    int port,
    Optional<String> username,
    Optional<Secret> password,
    Optional<String> nonProxyHosts) {

  public ProxySettings {
    requireNonNull(host, "host");
    requireNonNull(username, "username");
    requireNonNull(password, "password");
    requireNonNull(nonProxyHosts, "nonProxyHosts");
  }
}
