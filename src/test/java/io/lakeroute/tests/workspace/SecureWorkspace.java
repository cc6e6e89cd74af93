// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.commons.CommonsHttpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Properties;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.ssl.SSLContexts;

/**
 * A local workspace that speaks https under a certificate of its own.
 *
 * @param authority the certificate to trust, as PEM
 * @param trustStore the same as PKCS12
 */
public record SecureWorkspace(
    Workspace access, Path authority, Path trustStore, String trustStorePassword) {

  /** That of a process which was started with {@code --tls}. */
  public static SecureWorkspace of(WorkspaceProcess process) {
    return of(process.properties());
  }

  private static SecureWorkspace of(Properties properties) {
    return new SecureWorkspace(
        Workspace.of(properties, "main", "default"),
        Path.of(properties.getProperty("tls.ca")),
        Path.of(properties.getProperty("tls.truststore")),
        properties.getProperty("tls.truststore.password"));
  }

  /** What the driver needs to trust the authority. */
  public Map<String, String> driverOptions() {
    return Map.of(
        "SSLTrustStore",
        trustStore.toAbsolutePath().toString(),
        "SSLTrustStorePwd",
        trustStorePassword,
        "SSLTrustStoreType",
        "PKCS12",
        "AcceptUndeterminedRevocation",
        "1");
  }

  /** databricks-sdk-java with this trust store. */
  public WorkspaceClient client() {
    return new WorkspaceClient(
        new DatabricksConfig()
            .setHost(access.host().toString())
            .setAuthType("oauth-m2m")
            .setClientId(access.clientId())
            .setClientSecret(access.clientSecret())
            .setHttpClient(
                new CommonsHttpClient.Builder()
                    .withTimeoutSeconds(60)
                    .withConnectionManager(
                        new PoolingHttpClientConnectionManager(
                            RegistryBuilder.<ConnectionSocketFactory>create()
                                .register("https", sockets())
                                .build()))
                    .build()));
  }

  private SSLConnectionSocketFactory sockets() {
    try {
      return new SSLConnectionSocketFactory(
          SSLContexts.custom()
              .loadTrustMaterial(trustStore.toFile(), trustStorePassword.toCharArray())
              .build());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
