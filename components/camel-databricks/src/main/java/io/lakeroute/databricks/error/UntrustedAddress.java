// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * A reply that points to an address where nothing of ours is sent and nothing is taken from.
 * Immutable; its text names scheme, host and port only, because paths and queries hold secrets.
 */
public final class UntrustedAddress extends IOException {

  private static final long serialVersionUID = 1L;

  private UntrustedAddress(String text) {
    super(text);
  }

  /** A reply that sends its caller elsewhere, on the same host or on another. */
  public static UntrustedAddress redirect(int status, String location) {
    return new UntrustedAddress(
        "answers with a redirect to "
            + place(location)
            + " (HTTP "
            + status
            + "), which is not followed");
  }

  /** A link without TLS, on a connection that has it. */
  public static UntrustedAddress plainLink(String link) {
    return new UntrustedAddress(
        "names a link to " + place(link) + ", which is not https and therefore not fetched");
  }

  /** Scheme, host and port; where there are none, words. */
  private static String place(String address) {
    try {
      URI uri = new URI(address == null ? "" : address);
      return uri.getHost() == null
          ? "an address without a host"
          : uri.getScheme()
              + "://"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    } catch (URISyntaxException e) {
      return "an unreadable address";
    }
  }
}
