// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import io.lakeroute.tests.workspace.PortRelay;
import io.lakeroute.tests.workspace.SecureWorkspace;
import io.lakeroute.tests.workspace.SecureWorkspaceExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that insist on https, on a local workspace with a certificate of its own. */
@Tag("matrix")
@ExtendWith(SecureWorkspaceExtension.class)
class HttpsTest {
  private final SecureWorkspace workspace;

  HttpsTest(SecureWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void the_sdk_signs_in_and_runs_a_statement() {
    var ran =
        workspace
            .client()
            .statementExecution()
            .executeStatement(
                new ExecuteStatementRequest()
                    .setWarehouseId(workspace.access().warehouseId())
                    .setStatement("SELECT 'over https'"));

    assertThat(ran.getResult().getDataArray()).containsExactly(List.of("over https"));
    assertThat(workspace.access().host().getScheme()).isEqualTo("https");
    assertThat(workspace.client().warehouses().get(workspace.access().warehouseId()).getJdbcUrl())
        .contains(";ssl=1;");
  }

  /** The driver knows no port but 443 when it signs in by itself. */
  @ParameterizedTest(name = "UseThriftClient={0}")
  @ValueSource(strings = {"0", "1"})
  void the_driver_signs_in_by_itself(String thrift) throws Exception {
    var relay = PortRelay.start(443, workspace.access().host().getPort());
    assumeTrue(relay.isPresent(), "port 443 of the loopback address cannot be had here");
    try (var on443 = relay.get();
        Connection connection = connect(thrift, workspace.trustStore().toString());
        Statement statement = connection.createStatement();
        // Large enough to come over links, which must be https links.
        ResultSet rows =
            statement.executeQuery("SELECT id, uuid() AS text FROM range(300000) ORDER BY id")) {
      long count = 0;
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(count++);
      }
      assertThat(count).isEqualTo(300_000);
      assertThat(on443).isNotNull();
    }
  }

  @Test
  void a_driver_that_does_not_trust_the_authority_does_not_connect() throws Exception {
    var relay = PortRelay.start(443, workspace.access().host().getPort());
    assumeTrue(relay.isPresent(), "port 443 of the loopback address cannot be had here");
    try (var on443 = relay.get()) {
      assertThat(on443).isNotNull();
      assertThatThrownBy(() -> connect("0", "").close())
          .isInstanceOf(SQLException.class)
          .hasStackTraceContaining("unable to find valid certification path");
    }
  }

  private Connection connect(String thrift, String trustStore) throws SQLException {
    var properties = new Properties();
    properties.setProperty("httpPath", workspace.access().httpPath());
    properties.setProperty("AuthMech", "11");
    properties.setProperty("Auth_Flow", "1");
    properties.setProperty("OAuth2ClientId", workspace.access().clientId());
    properties.setProperty("OAuth2Secret", workspace.access().clientSecret());
    properties.setProperty("UseThriftClient", thrift);
    properties.setProperty("EnableTelemetry", "0");
    if (!trustStore.isEmpty()) {
      properties.setProperty("SSLTrustStore", trustStore);
      properties.setProperty("SSLTrustStorePwd", workspace.trustStorePassword());
      properties.setProperty("SSLTrustStoreType", "PKCS12");
      properties.setProperty("AcceptUndeterminedRevocation", "1");
    }
    return DriverManager.getConnection("jdbc:databricks://127.0.0.1:443", properties);
  }
}
