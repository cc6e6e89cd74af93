// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileReaderTest extends AcmeProperties {

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
    assertThat(acme.maxWaiting()).isEmpty();
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
    set("maxWaiting", "0");
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
    assertThat(acme.maxWaiting()).hasValue(0);
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
  void passes_over_other_properties_and_reads_several_connections() {
    properties.put("camel.main.name", "x");
    properties.put("databricks.connections.beta.host", "b.cloud.databricks.com");
    properties.put("databricks.connections.beta.httpPath", "/sql/1.0/warehouses/ffff");
    properties.put("databricks.connections.beta.auth", "pat");
    properties.put("databricks.connections.beta.tokenFile", "/run/secrets/token");

    assertThat(ProfileReader.read(properties)).containsOnlyKeys("acme", "beta");
  }
}
