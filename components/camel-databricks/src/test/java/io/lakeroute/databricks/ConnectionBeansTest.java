// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What other components find of a connection. */
class ConnectionBeansTest {

  private static final String ACME = "databricks.connections.acme.";

  private final Map<String, String> properties =
      new HashMap<>(
          Map.of(
              ACME + "host", "dbc-1.cloud.databricks.com",
              ACME + "warehouseId", "0123456789abcdef",
              ACME + "clientId", "sp",
              ACME + "clientSecret", "hush"));

  private DefaultCamelContext start() {
    DefaultCamelContext camel = new DefaultCamelContext();
    properties.forEach(camel.getPropertiesComponent()::addOverrideProperty);
    camel.start();
    return camel;
  }

  @Test
  void the_client_of_a_bucket_has_the_name_of_its_connection() throws Exception {
    properties.put(ACME + "stagingPrefix", "s3://acme-staging/x");
    properties.put(ACME + "staging.region", "eu-central-1");
    properties.put(ACME + "staging.accessKeyId", "AKIA");
    properties.put(ACME + "staging.secretAccessKey", "hush");
    S3Client client;
    try (DefaultCamelContext camel = start()) {
      client = camel.getRegistry().lookupByNameAndType("acme-s3", S3Client.class);

      assertThat(client.serviceClientConfiguration().region()).hasToString("eu-central-1");
      assertThat(camel.getRegistry().lookupByName("acme-s3")).isSameAs(client);
      assertThat(camel.getRegistry().lookupByName("acme")).isInstanceOf(DataSource.class);
      assertThat(camel.getRegistry().findByType(S3Client.class))
          .as("what Camel would set at all endpoints of aws2-s3")
          .isEmpty();
    }
    assertThatThrownBy(() -> client.listBuckets())
        .as("closed with its connection")
        .isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void a_connection_without_a_bucket_has_no_client() throws Exception {
    properties.put(ACME + "stagingPrefix", "/Volumes/main/crm/staging");
    try (DefaultCamelContext camel = start()) {
      assertThat(camel.getRegistry().lookupByName("acme-s3")).isNull();
    }
  }

  @Test
  void a_bean_that_is_there_stays() throws Exception {
    properties.put(ACME + "stagingPrefix", "s3://acme-staging/x");
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.getRegistry().bind("acme-s3", "mine");
    properties.forEach(camel.getPropertiesComponent()::addOverrideProperty);
    try (camel) {
      camel.start();

      assertThat(camel.getRegistry().lookupByName("acme-s3")).isEqualTo("mine");
    }
  }
}
