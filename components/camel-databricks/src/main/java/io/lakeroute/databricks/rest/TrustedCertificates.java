// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.TrustStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;

/** Reads the certificates that a connection trusts instead of the JVM's. Stateless. */
public final class TrustedCertificates {

  private TrustedCertificates() {}

  /**
   * The connection's trust store, if it has one.
   *
   * @throws DatabricksException CONFIGURATION when it cannot be read
   */
  public static Optional<KeyStore> of(ConnectionProfile profile) {
    return profile.trustStore().map(store -> read(profile.name(), store));
  }

  private static KeyStore read(String connection, TrustStore store) {
    char[] password = store.password().map(Secret::value).map(String::toCharArray).orElse(null);
    try (InputStream in = Files.newInputStream(store.file())) {
      KeyStore keys = KeyStore.getInstance(store.type());
      keys.load(in, password);
      return keys;
    } catch (IOException | GeneralSecurityException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Connection '"
              + connection
              + "': cannot read the trust store "
              + store.file()
              + " as "
              + store.type()
              + ". Check the path, trustStoreType and trustStorePassword.",
          e);
    }
  }
}
