// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import io.lakeroute.databricks.error.UntrustedAddress;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.waiting.Alarms;
import java.util.Map;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;

/**
 * Fetches parts of results from object storage, over the connection's proxy and trust store, and
 * without its token: the links are signed. What is linked is taken from there and nowhere else, and
 * with TLS where the connection has it. Thread-safe.
 */
public final class LinkHttp {

  /** Storage that cannot be reached should not keep a fallback waiting. */
  private static final int CONNECT_MILLIS = 5_000;

  private static final int SOCKET_MILLIS = 30_000;

  private final CloseableHttpClient client;
  private final boolean plainHttp;
  private final Alarms alarms;

  /**
   * @param alarms break off downloads that take too long
   */
  public LinkHttp(ConnectionProfile profile, Alarms alarms) {
    this.alarms = alarms;
    this.plainHttp = profile.host().plainHttp();
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(WorkspaceHttp.sockets(profile))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectTimeout(CONNECT_MILLIS)
                    .setSocketTimeout(SOCKET_MILLIS)
                    .build())
            .setUserAgent(Product.USER_AGENT)
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableAuthCaching()
            .disableCookieManagement()
            .disableContentCompression();
    WorkspaceHttp.proxy(profile, builder);
    this.client = builder.build();
  }

  /**
   * A download that can be started.
   *
   * @param link signed, hence a secret while it lasts
   * @param headers to send, as the service asked for
   * @throws UntrustedAddress when the link would carry the rows without TLS
   */
  public Download download(String link, Map<String, String> headers) throws UntrustedAddress {
    HttpGet request = new HttpGet(link);
    if (!plainHttp && !"https".equalsIgnoreCase(request.getURI().getScheme())) {
      throw UntrustedAddress.plainLink(link);
    }
    headers.forEach(request::setHeader);
    return new Download(client, request, alarms);
  }
}
