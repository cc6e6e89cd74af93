// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * Where a workspace answers: scheme, host name and port. Immutable.
 *
 * @param scheme {@code https} or {@code http}
 * @param host name or address, without port
 * @param port TCP port
 */
public record HostAddress(String scheme, String host, int port) {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  public HostAddress {
    requireNonNull(scheme, "scheme");
    requireNonNull(host, "host");
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
  }

  /**
   * Reads a bare name ({@code adb-1.azuredatabricks.net}) or a URL ({@code http://127.0.0.1:8470}).
   *
   * @throws IllegalArgumentException when the text is neither
   */
  public static HostAddress parse(String text) {
    String url = text.contains("://") ? text : "https://" + text;
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is neither a host name nor a URL", e);
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new IllegalArgumentException(
          "'" + text + "' starts with " + scheme + ", not with https or http");
    }
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("'" + uri.getHost() + "' is not a plain host name");
    }
    if (uri.getPath() != null && !uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
      throw new IllegalArgumentException(
          "'" + text + "' has a path; the path of a warehouse or cluster goes into httpPath");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : defaultPort(scheme);
    return new HostAddress(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  /** The same host at another port. */
  public HostAddress withPort(int other) {
    return new HostAddress(scheme, host, other);
  }

  public boolean plainHttp() {
    return scheme.equals("http");
  }

  public boolean loopback() {
    return LOOPBACK.contains(host);
  }

  /** URL without a trailing slash; the port only where it is not the scheme's own. */
  public String url() {
    return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("http") ? 80 : 443;
  }

  @Override
  public String toString() {
    return url();
  }
}
