// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.profile.HostAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenPlaceTest {

  @ParameterizedTest
  @CsvSource({
    "https://dbc-1.cloud.databricks.com, https://dbc-1.cloud.databricks.com/oidc/v1/token",
    "https://dbc-1.cloud.databricks.com, https://DBC-1.cloud.databricks.com:443/oidc/v1/token",
    "https://dbc-1.cloud.databricks.com, https://accounts.cloud.databricks.com/oidc/accounts/a/v1/token",
    "https://dbc-1.cloud.databricks.us, https://accounts.cloud.databricks.us/oidc/accounts/a/v1/token",
    "https://dbc-1.cloud.databricks.us, https://accounts-dod.cloud.databricks.us/oidc/accounts/a/v1/token",
    "https://dbc-1.cloud.databricks.mil, https://accounts-dod.cloud.databricks.mil/oidc/accounts/a/v1/token",
    "https://adb-1.2.azuredatabricks.net, https://accounts.azuredatabricks.net/oidc/accounts/a/v1/token",
    "https://1.2.gcp.databricks.com, https://accounts.gcp.databricks.com/oidc/accounts/a/v1/token",
    "http://127.0.0.1:8470, http://127.0.0.1:8470/oidc/v1/token",
  })
  void is_the_workspace_or_an_account_console(String workspace, String endpoint) {
    assertThat(place(workspace).require(endpoint)).isEqualTo(endpoint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://w.example | https://evil.example/token | at https://evil.example, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://w.example:8443/token | at https://w.example:8443, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://w.example.evil.example/t | at https://w.example.evil.example, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://accounts.cloud.databricks.com:8443/t | at https://accounts.cloud.databricks.com:8443, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://dbc-1.cloud.databricks.com.evil.example/t | at https://dbc-1.cloud.databricks.com.evil.example, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://evilcloud.databricks.com/t | at https://evilcloud.databricks.com, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://accounts.databricks.azure.us/t | at https://accounts.databricks.azure.us, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://accounts.cloud.databricks.mil/t | at https://accounts.cloud.databricks.mil, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://dbc-1.cloud.databricks.com:8443/t | at https://dbc-1.cloud.databricks.com:8443, which is neither the workspace nor an account console of Databricks",
        "https://w.example | http://w.example/token | that is not https",
        "https://w.example | http://accounts.cloud.databricks.com/token | that is not https",
        "http://127.0.0.1:1 | http://127.0.0.1:2/token | at http://127.0.0.1:2, which is neither the workspace nor an account console of Databricks",
        "http://127.0.0.1:1 | http://accounts.cloud.databricks.com/t | at http://accounts.cloud.databricks.com, which is neither the workspace nor an account console of Databricks",
        "https://w.example | https://w.example@evil.example/t | whose address cannot be read",
        "https://w.example | /oidc/v1/token | whose address cannot be read",
        "https://w.example | //evil.example/token | whose address cannot be read",
        "https://w.example | mailto:somebody | whose address cannot be read",
        "https://w.example | not an address | whose address cannot be read",
      })
  void is_nowhere_else(String workspace, String endpoint, String says) {
    assertThatThrownBy(() -> place(workspace).require(endpoint))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "Connection 'acme': "
                + workspace
                + " names a token endpoint "
                + says
                + ". Check the host; nothing secret was sent.");
  }

  /** A workspace may be reached by a name of its customer's; its own name is the remedy. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dbc-1.cloud.databricks.com",
        "dbc-1.cloud.databricks.us",
        "dbc-1.cloud.databricks.mil",
        "adb-1.2.azuredatabricks.net",
        "adb-1.2.databricks.azure.us",
        "adb-1.2.databricks.azure.cn",
        "1.2.gcp.databricks.com"
      })
  void names_the_workspace_to_set_as_host(String canonical) {
    assertThatThrownBy(
            () ->
                place("https://lake.acme.example")
                    .require("https://" + canonical + "/oidc/v1/token"))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "Connection 'acme': https://lake.acme.example names a token endpoint at https://"
                + canonical
                + ", which is neither the workspace nor an account console of Databricks. Set host to "
                + canonical
                + " if that is the same workspace; nothing secret was sent.");
  }

  private static TokenPlace place(String workspace) {
    return new TokenPlace("acme", HostAddress.parse(workspace));
  }
}
