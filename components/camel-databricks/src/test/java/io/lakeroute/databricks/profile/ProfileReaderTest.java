package io.lakeroute.databricks.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileReaderTest {

  private static final String ACME = "databricks.connections.acme.";

  private final Map<String, String> properties =
      new HashMap<>(
          Map.of(
              ACME + "host", "adb-1.azuredatabricks.net",
              ACME + "warehouseId", "0123456789abcdef",
              ACME + "clientId", "sp",
              ACME + "clientSecret", "hush"));

  @Test
  void takes_the_defaults_where_nothing_is_said() {
    ConnectionProfile acme = read();

    assertThat(acme.name()).isEqualTo("acme");
    assertThat(acme.host().url()).isEqualTo("https://adb-1.azuredatabricks.net");
    assertThat(acme.host().port()).isEqualTo(443);
    assertThat(acme.compute().httpPath()).isEqualTo("/sql/1.0/warehouses/0123456789abcdef");
    assertThat(acme.servicePrincipal()).isTrue();
    assertThat(acme.catalog()).isEmpty();
    assertThat(acme.schema()).isEmpty();
    assertThat(acme.maxConcurrent()).isEqualTo(10);
    assertThat(acme.idleTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(acme.proxy()).isEmpty();
    assertThat(acme.trustStore()).isEmpty();
    assertThat(acme.tags()).isEmpty();
    assertThat(acme.tenant()).isEqualTo("acme");
    assertThat(acme.onlyCatalogs().open()).isTrue();
    assertThat(acme.writeBack()).isFalse();
  }

  @Test
  void reads_every_key() {
    set("host", "http://127.0.0.1:8470");
    set("port", "8471");
    set("catalog", "main");
    set("schema", "crm");
    set("maxConcurrent", "3");
    set("idleTimeout", "10s");
    set("proxy.host", "proxy.example");
    set("proxy.port", "8080");
    set("proxy.username", "u");
    set("proxy.password", "p");
    set("proxy.nonProxyHosts", "localhost,.example");
    set("trustStore", "/etc/trust.p12");
    set("trustStorePassword", "changeit");
    set("trustStoreType", "JKS");
    set("tags.team", "growth");
    set("onlyCatalogs", "main, Shared");
    set("writeBack", "true");

    ConnectionProfile acme = read();

    assertThat(acme.host().url()).isEqualTo("http://127.0.0.1:8471");
    assertThat(acme.catalog()).contains("main");
    assertThat(acme.schema()).contains("crm");
    assertThat(acme.maxConcurrent()).isEqualTo(3);
    assertThat(acme.idleTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(acme.proxy())
        .contains(
            new ProxySettings(
                "proxy.example",
                8080,
                Optional.of("u"),
                Optional.of(Secret.of("p")),
                Optional.of("localhost,.example")));
    assertThat(acme.trustStore())
        .contains(
            new TrustStore(Path.of("/etc/trust.p12"), Optional.of(Secret.of("changeit")), "JKS"));
    assertThat(acme.tags()).containsExactly(Map.entry("team", "growth"));
    assertThat(acme.onlyCatalogs().catalogs()).containsExactlyInAnyOrder("main", "shared");
    assertThat(acme.writeBack()).isTrue();
  }

  @Test
  void tells_a_cluster_from_a_warehouse() {
    properties.remove(ACME + "warehouseId");
    set("httpPath", "sql/protocolv1/o/123/0101-abc");

    assertThat(read().compute())
        .isEqualTo(new Compute.Cluster("0101-abc", "/sql/protocolv1/o/123/0101-abc"));
  }

  @Test
  void reads_a_personal_access_token() {
    properties.remove(ACME + "clientId");
    properties.remove(ACME + "clientSecret");
    set("auth", "pat");
    set("token", "dapi-hush");

    assertThat(read().servicePrincipal()).isFalse();
  }

  @Test
  void reads_an_application_of_entra() {
    set("auth", "entra");
    set("tenantId", "contoso");
    set("loginUrl", "https://login.example");
    set("clientSecretExpires", "2027-01-31");
    set("expiryWarning", "14d");

    assertThat(read().credentials())
        .isInstanceOfSatisfying(
            Credentials.Entra.class,
            entra -> {
              assertThat(entra.tenantId()).isEqualTo("contoso");
              assertThat(entra.clientId()).isEqualTo("sp");
              assertThat(entra.clientSecret().value()).isEqualTo("hush");
              assertThat(entra.login()).contains(HostAddress.parse("https://login.example"));
              assertThat(entra.life())
                  .isEqualTo(
                      new SecretLife(
                          Optional.of(Instant.parse("2027-01-31T00:00:00Z")),
                          Optional.empty(),
                          Duration.ofDays(14)));
            });
  }

  @Test
  void reads_a_workload_that_has_no_secret() {
    properties.remove(ACME + "clientSecret");
    set("auth", "federation");
    set("tokenFile", "/var/run/secrets/tokens/databricks");

    assertThat(read().credentials())
        .isEqualTo(
            new Credentials.Federation(
                Optional.of("sp"), Path.of("/var/run/secrets/tokens/databricks")));
    properties.remove(ACME + "clientId");
    assertThat(read().servicePrincipal()).isTrue();
  }

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
  void looks_a_secret_up_again_only_when_asked_to() {
    Map<String, String> vault = new HashMap<>(Map.of(ACME + "clientSecret", "newer"));
    Secret secret =
        ((Credentials.ServicePrincipal)
                ProfileReader.read(properties, vault::get).get("acme").credentials())
            .clientSecret();

    assertThat(secret.value()).isEqualTo("hush");
    assertThat(secret.lookUp()).isEqualTo("newer");
    assertThat(secret.value()).isEqualTo("newer");
  }

  @Test
  void shows_no_secret_in_its_text(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "from-file\n");
    set("proxy.host", "proxy.example");
    set("proxy.password", "proxy-hush");
    set("trustStore", "t.p12");
    set("trustStorePassword", "store-hush");

    assertThat(read().toString()).doesNotContain("hush").contains("clientSecret=***");
    assertThat(Secret.file(file).value()).isEqualTo("from-file");
    assertThat(Secret.file(file).toString()).isEqualTo("*** from " + file);
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
    set("httpPath", "/sql/1.0/warehouses/x");
    set("token", "dapi");
    set("proxy.port", "1");

    refuses(
        "Connection 'acme' is not complete or not right: port '0' is not a whole number from 1 to 65535;"
            + " give either httpPath or warehouseId, not both; token does not go with auth=oauth-m2m;"
            + " maxConcurrent 'many' is not a whole number from 1 to 1000; proxy.host is missing.");
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
  void passes_over_other_properties_and_reads_several_connections() {
    properties.put("camel.main.name", "x");
    properties.put("databricks.connections.beta.host", "b.cloud.databricks.com");
    properties.put("databricks.connections.beta.httpPath", "/sql/1.0/warehouses/ffff");
    properties.put("databricks.connections.beta.auth", "pat");
    properties.put("databricks.connections.beta.tokenFile", "/run/secrets/token");

    assertThat(ProfileReader.read(properties)).containsOnlyKeys("acme", "beta");
  }

  private ConnectionProfile read() {
    return ProfileReader.read(properties).get("acme");
  }

  private void set(String key, String value) {
    properties.put(ACME + key, value);
  }

  private void refuses(String message) {
    assertThatThrownBy(this::read)
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message)
        .extracting(e -> ((DatabricksException) e).getReason())
        .isEqualTo(Reason.CONFIGURATION);
  }
}
