// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.HashMap;
import java.util.Map;

/** The properties of one good connection, to be made worse; for one test. */
abstract class AcmeProperties {

  static final String ACME = "databricks.connections.acme.";

  final Map<String, String> properties =
      new HashMap<>(
          Map.of(
              ACME + "host", "adb-1.azuredatabricks.net",
              ACME + "warehouseId", "0123456789abcdef",
              ACME + "clientId", "sp",
              ACME + "clientSecret", "hush"));

  ConnectionProfile read() {
    return ProfileReader.read(properties).get("acme");
  }

  void set(String key, String value) {
    properties.put(ACME + key, value);
  }

  void refuses(String message) {
    assertThatThrownBy(this::read)
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message)
        .extracting(e -> ((DatabricksException) e).getReason())
        .isEqualTo(Reason.CONFIGURATION);
  }
}
