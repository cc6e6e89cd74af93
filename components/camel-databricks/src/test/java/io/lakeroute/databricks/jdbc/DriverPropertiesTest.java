// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.rest.Product;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class DriverPropertiesTest {

  private static final Credentials SOMEBODY =
      new Credentials.ServicePrincipal("sp", Secret.of("hush"));

  @Test
  void says_everything_the_driver_would_otherwise_ask_or_guess() {
    Properties p = properties(profile("http://127.0.0.1:8470", "/sql/1.0/warehouses/w1"));

    assertThat(p)
        .containsOnly(
            Map.entry("httpPath", "/sql/1.0/warehouses/w1"),
            Map.entry("ssl", "0"),
            Map.entry("AuthMech", "11"),
            Map.entry("Auth_Flow", "0"),
            Map.entry("EnableTokenFederation", "0"),
            Map.entry("UseThriftClient", "0"),
            Map.entry("supportManyParameters", "0"),
            Map.entry("EnableBatchedInserts", "0"),
            Map.entry("NonRowcountQueryPrefixes", "DESC,FROM,("),
            Map.entry("EnableTelemetry", "0"),
            Map.entry("EnableGeoSpatialSupport", "0"),
            Map.entry("cloudFetchThreadPoolSize", "2"),
            Map.entry("socketTimeout", "30"),
            Map.entry("TIMEZONE", "UTC"),
            Map.entry("QUERY_TAGS", "flow:leads,tenant:acme"),
            Map.entry("UserAgentEntry", Product.USER_AGENT));
    assertThat(Product.USER_AGENT).matches("Lakeroute/\\d+\\.\\d+\\.\\d+(-[\\w.]+)?");
  }

  @Test
  void keeps_port_and_secrets_where_they_belong() {
    ConnectionProfile profile = profile("http://127.0.0.1:8470", "/sql/1.0/warehouses/w1");

    assertThat(DriverProperties.url(profile)).isEqualTo("jdbc:databricks://127.0.0.1:8470");
    assertThat(properties(profile).toString()).doesNotContain("hush");
  }

  @Test
  void speaks_thrift_to_a_cluster() {
    Properties p = properties(profile("adb-1.azuredatabricks.net", "/sql/protocolv1/o/1/c"));

    assertThat(p)
        .containsEntry("UseThriftClient", "1")
        .containsEntry("ssl", "1")
        .containsEntry("TemporarilyUnavailableRetryTimeout", "20")
        .containsEntry("RateLimitRetryTimeout", "20");
  }

  @Test
  void asks_for_large_results_in_replies_where_storage_is_out_of_reach() {
    ConnectionProfile profile = profile("adb-1.azuredatabricks.net", "/sql/1.0/warehouses/w1");

    assertThat(DriverProperties.of(profile, QueryTags.of(profile, ""), ResultDelivery.REPLIES))
        .containsEntry("UseThriftClient", "1")
        .containsEntry("EnableQueryResultDownload", "0");
  }

  private static Properties properties(ConnectionProfile profile) {
    return DriverProperties.of(profile, QueryTags.of(profile, "leads"), ResultDelivery.LINKS);
  }

  private static ConnectionProfile profile(String host, String httpPath) {
    return ConnectionProfile.of(
        "acme", HostAddress.parse(host), Compute.ofHttpPath(httpPath), SOMEBODY);
  }
}
