// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/**
 * Fetches an issuer's public keys from its address and from nowhere else: whoever answers in its
 * place could sign tokens of any caller. Thread-safe.
 */
final class IssuerKeys extends DefaultResourceRetriever {

  IssuerKeys() {
    super(
        JWKSourceBuilder.DEFAULT_HTTP_CONNECT_TIMEOUT,
        JWKSourceBuilder.DEFAULT_HTTP_READ_TIMEOUT,
        JWKSourceBuilder.DEFAULT_HTTP_SIZE_LIMIT);
  }

  @Override
  protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
    HttpURLConnection connection = super.openHTTPConnection(url);
    connection.setInstanceFollowRedirects(false);
    return connection;
  }
}
