// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is no connection is refused with all that is wrong, and never with a value. */
class ProfileRefusalsTest extends AcmeProperties {

  @Test
  void refuses_keys_of_another_auth_and_names_those_that_are_missing() {
    set("auth", "federation");
    refuses(
        "Connection 'acme' is not complete or not right: clientSecret does not go with auth=federation;"
            + " tokenFile is missing.");

    set("auth", "entra");
    refuses("Connection 'acme' is not complete or not right: tenantId is missing.");

    set("tenantId", "contoso");
    set("loginUrl", "http://login.example");
    refuses(
        "Connection 'acme' is not complete or not right: loginUrl is plain http, which would show the client secret"
            + " to the network; use https, or set allowPlainHttp=true.");
  }

  @Test
  void refuses_what_cannot_tell_the_end_of_a_secret() {
    set("clientSecretExpires", "soon");
    set("clientSecretLifetime", "60 days");
    set("expiryWarning", "30");

    refuses(
        "Connection 'acme' is not complete or not right: expiryWarning '30' is not a duration such as 730d, 12h or"
            + " 1d12h; clientSecretLifetime '60 days' is not a duration such as 730d, 12h or 1d12h;"
            + " clientSecretExpires 'soon' is neither a date such as 2027-01-31 nor a moment such as"
            + " 2027-01-31T12:00:00Z.");

    properties.keySet().removeIf(key -> key.contains("Expires") || key.contains("Warning"));
    set("clientSecretLifetime", "60d");
    refuses(
        "Connection 'acme' is not complete or not right: clientSecretLifetime counts from the age of"
            + " clientSecretFile; without a file, give clientSecretExpires.");
  }

  @Test
  void names_an_unknown_key_but_not_its_value() {
    set("clientSecrt", "hush");

    refuses("Connection 'acme' is not complete or not right: unknown key 'clientSecrt'.");
  }

  @Test
  void lists_all_missing_keys_at_once() {
    properties.clear();
    set("catalog", "main");

    refuses(
        "Connection 'acme' is not complete or not right: host is missing; httpPath or warehouseId is missing;"
            + " clientSecret or clientSecretFile is missing; clientId is missing.");
  }

  @Test
  void lists_all_wrong_values_at_once() {
    set("port", "0");
    set("maxConcurrent", "many");
    set("maxWaiting", "-1");
    set("httpPath", "/sql/1.0/warehouses/x");
    set("token", "dapi");
    set("proxy.port", "1");

    refuses(
        "Connection 'acme' is not complete or not right: port '0' is not a whole number from 1 to 65535;"
            + " give either httpPath or warehouseId, not both; token does not go with auth=oauth-m2m;"
            + " maxConcurrent 'many' is not a whole number from 1 to 1000; maxWaiting '-1' is not a whole"
            + " number from 0 to 100000; proxy.host is missing.");
  }

  @Test
  void refuses_plain_http_to_another_machine() {
    set("host", "http://workspace.example");

    refuses(
        "Connection 'acme' is not complete or not right: host is plain http, which would show the token to the"
            + " network; use https, or set allowPlainHttp=true.");

    set("allowPlainHttp", "true");
    assertThat(read().host().url()).isEqualTo("http://workspace.example");
  }

  @Test
  void refuses_an_auth_that_does_not_exist() {
    set("auth", "kerberos");

    refuses(
        "Connection 'acme' is not complete or not right: auth 'kerberos' is not one of oauth-m2m, entra,"
            + " federation, pat.");
  }

  @Test
  void refuses_a_host_with_a_path() {
    set("host", "https://adb-1.azuredatabricks.net/sql");

    refuses(
        "Connection 'acme' is not complete or not right: host 'https://adb-1.azuredatabricks.net/sql' has a path;"
            + " the path of a warehouse or cluster goes into httpPath.");
  }

  @Test
  void refuses_a_fence_that_leaves_the_connections_own_catalog_outside() {
    set("onlyCatalogs", "acme,shared");
    refuses(
        "Connection 'acme' is not complete or not right: catalog must be set to one of onlyCatalogs.");

    set("catalog", "main");
    refuses(
        "Connection 'acme' is not complete or not right: catalog must be set to one of onlyCatalogs.");

    set("catalog", "ACME");
    assertThat(read().catalog()).contains("ACME");
  }

  @Test
  void refuses_a_list_of_catalogs_that_is_none() {
    set("catalog", "acme");
    set("onlyCatalogs", "acme,,");

    refuses(
        "Connection 'acme' is not complete or not right: onlyCatalogs is not a list of catalogs such as"
            + " acme,shared, without quotes.");
  }

  @Test
  void refuses_a_fence_around_nothing() {
    set("onlyCatalogs", " ");

    refuses(
        "Connection 'acme' is not complete or not right: onlyCatalogs is empty, which would fence nothing.");
  }

  @Test
  void refuses_tags_that_databricks_would_not_take() {
    set("tags.a-b", "x");
    refuses(
        "Connection 'acme' is not complete or not right: tags.a-b is no name for a tag: up to 128 characters"
            + " without , : - / = . and blanks.");
    properties.remove(ACME + "tags.a-b");

    set("tags.team", "x".repeat(129));
    refuses(
        "Connection 'acme' is not complete or not right: tags.team is longer than 128 characters or not one line.");
    properties.remove(ACME + "tags.team");

    set("tags.run", "1");
    refuses(
        "Connection 'acme' is not complete or not right: tags.run is set by the header CamelDatabricksRunId only.");
  }

  @Test
  void refuses_an_idle_timeout_that_the_pool_would_not_take() {
    for (String time : new String[] {"9s", "61m"}) {
      set("idleTimeout", time);
      refuses(
          "Connection 'acme' is not complete or not right: idleTimeout '"
              + time
              + "' is not between 10s and 1h.");
    }
  }
}
