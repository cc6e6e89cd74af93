// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.ProxySettings;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.TrustStore;
import io.lakeroute.databricks.rest.Product;
import java.util.Properties;

/**
 * Writes a connection profile in the words of databricks-jdbc; nothing secret goes into the URL.
 * Stateless.
 */
final class DriverProperties {

  /** How the driver calls its access token, also as client info of an open connection. */
  static final String ACCESS_TOKEN = "Auth_AccessToken";

  /** Over Thrift only: the Statement Execution API's client in the driver knows no such limit. */
  private static final String LONGEST_RETRY_AFTER_SECONDS = "20";

  private static final String SOCKET_SECONDS = "30";

  private DriverProperties() {}

  static String url(ConnectionProfile profile) {
    return "jdbc:databricks://" + profile.host().host() + ":" + profile.host().port();
  }

  /** Everything but the token. */
  static Properties of(ConnectionProfile profile, QueryTags tags, ResultDelivery delivery) {
    Properties p = new Properties();
    p.setProperty("httpPath", profile.compute().httpPath());
    p.setProperty("ssl", profile.host().plainHttp() ? "0" : "1");
    // Token pass-through: with the driver's own OAuth every connection fetches a token, and port
    // and scheme are lost.
    p.setProperty("AuthMech", "11");
    p.setProperty("Auth_Flow", "0");
    // With federation on, the driver keeps the first token it saw and a new one never takes effect.
    p.setProperty("EnableTokenFederation", "0");
    // Left out, the driver asks the workspace for a feature flag, on port 443 whatever the
    // connection's port is.
    boolean replies = delivery == ResultDelivery.REPLIES;
    boolean thrift = profile.compute() instanceof Compute.Cluster || replies;
    p.setProperty("UseThriftClient", thrift ? "1" : "0");
    if (thrift) {
      // The driver waits as long as a Retry-After says; beyond this it is the caller who decides.
      p.setProperty("TemporarilyUnavailableRetryTimeout", LONGEST_RETRY_AFTER_SECONDS);
      p.setProperty("RateLimitRetryTimeout", LONGEST_RETRY_AFTER_SECONDS);
    }
    if (replies) {
      p.setProperty("EnableQueryResultDownload", "0");
    }
    // These change the text of a statement after it was judged.
    p.setProperty("supportManyParameters", "0");
    p.setProperty("EnableBatchedInserts", "0");
    // Of these, which have rows, the driver would say that they have none.
    p.setProperty("NonRowcountQueryPrefixes", "DESC,FROM,(");
    p.setProperty("EnableTelemetry", "0");
    p.setProperty("EnableGeoSpatialSupport", "0");
    // Each download may hold a file of 20 MB and its rows; with the default of 16, one large read
    // fills a heap of 256 MB.
    p.setProperty("cloudFetchThreadPoolSize", "2");
    // Between two bytes of an answer; left out, a workspace that hangs is waited for 15 minutes.
    p.setProperty("socketTimeout", SOCKET_SECONDS);
    p.setProperty("TIMEZONE", "UTC");
    p.setProperty("UserAgentEntry", Product.USER_AGENT);
    profile.catalog().ifPresent(catalog -> p.setProperty("ConnCatalog", catalog));
    profile.schema().ifPresent(schema -> p.setProperty("ConnSchema", schema));
    p.setProperty("QUERY_TAGS", tags.text());
    profile.proxy().ifPresent(proxy -> proxy(p, proxy));
    profile.trustStore().ifPresent(store -> trustStore(p, store));
    return p;
  }

  private static void proxy(Properties p, ProxySettings proxy) {
    p.setProperty("UseProxy", "1");
    p.setProperty("ProxyHost", proxy.host());
    p.setProperty("ProxyPort", Integer.toString(proxy.port()));
    proxy
        .username()
        .ifPresent(
            user -> {
              p.setProperty("ProxyAuth", "1");
              p.setProperty("ProxyUID", user);
              p.setProperty("ProxyPwd", proxy.password().map(Secret::value).orElse(""));
            });
    proxy.nonProxyHosts().ifPresent(hosts -> p.setProperty("ProxyIgnoreList", hosts));
  }

  private static void trustStore(Properties p, TrustStore store) {
    p.setProperty("SSLTrustStore", store.file().toString());
    p.setProperty("SSLTrustStoreType", store.type());
    // With a trust store the driver refuses certificates that name no place to ask whether they
    // were revoked, as those of a company's own authority seldom do.
    p.setProperty("AcceptUndeterminedRevocation", "1");
    store.password().ifPresent(password -> p.setProperty("SSLTrustStorePwd", password.value()));
  }
}
