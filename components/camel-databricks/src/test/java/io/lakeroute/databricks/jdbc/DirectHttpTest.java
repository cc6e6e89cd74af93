// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.internal.apache.http.client.methods.HttpGet;
import com.databricks.jdbc.api.impl.DatabricksConnectionContextFactory;
import com.databricks.jdbc.dbclient.impl.http.DatabricksHttpClient;
import com.databricks.jdbc.dbclient.impl.http.DatabricksHttpClientFactory;
import com.databricks.jdbc.exception.DatabricksHttpException;
import io.lakeroute.databricks.error.UntrustedAddress;
import io.lakeroute.databricks.rest.Recorder;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** The driver's own downloads, which need a result of many megabytes to be seen in a statement. */
class DirectHttpTest {

  @Test
  void a_link_without_tls_is_fetched_only_where_the_connection_has_none() throws Exception {
    try (Recorder storage = new Recorder().answers("GET /chunk", "[]")) {
      HttpGet link = new HttpGet(storage.url() + "/chunk?sig=hush");

      assertThatThrownBy(() -> client(false).execute(link))
          .isInstanceOf(DatabricksHttpException.class)
          .hasMessage(
              "names a link to " + storage.url() + ", which is not https and therefore not fetched")
          .hasCauseInstanceOf(UntrustedAddress.class);
      assertThat(storage.received()).isEmpty();

      client(true).execute(link).close();
      assertThat(storage.received()).containsExactly("GET /chunk");
    }
  }

  @Test
  void a_link_that_redirects_is_not_followed() throws Exception {
    try (Recorder storage = new Recorder();
        Recorder elsewhere = new Recorder()) {
      storage.redirects("GET /chunk", 307, elsewhere.url() + "/chunk?sig=hush");
      HttpGet link = new HttpGet(storage.url() + "/chunk?sig=hush");

      assertThatThrownBy(() -> client(true).execute(link))
          .isInstanceOf(DatabricksHttpException.class)
          .hasMessage(
              "answers with a redirect to "
                  + elsewhere.url()
                  + " (HTTP 307), which is not followed");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  private static DirectHttp client(boolean plainLinks) throws Exception {
    var context =
        DatabricksConnectionContextFactory.create(
            "jdbc:databricks://127.0.0.1:1;httpPath=/sql/1.0/warehouses/w1;ssl=0",
            new Properties());
    return new DirectHttp(
        (DatabricksHttpClient) DatabricksHttpClientFactory.getInstance().getClient(context),
        plainLinks);
  }
}
