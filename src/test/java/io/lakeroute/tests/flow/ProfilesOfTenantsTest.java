// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants have a profile with the same id; neither sees what is kept of the other's. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfilesOfTenantsTest {
  private static final List<String> TENANTS = List.of("acme", "globex");
  private static final String CHANGED = "direct:changed-profiles-of-tenants";

  @TempDir private static Path folder;

  private final LocalWorkspace workspace;
  private Application application;

  ProfilesOfTenantsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    Map<String, String> settings = new HashMap<>();
    StringBuilder keys = new StringBuilder();
    for (String tenant : TENANTS) {
      fill(tenant);
      Application.connection(workspace.access())
          .forEach(
              (name, value) -> settings.put(name.replace(".default.", "." + tenant + "."), value));
      keys.append(keys.isEmpty() ? "" : ",")
          .append(tenant)
          .append('=')
          .append(Application.sha256(key(tenant)));
    }
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:profiles.camel.yaml");
    settings.put("lakeroute.rest.apiKeys", keys.toString());
    settings.put("lakeroute.rest.tenants", "acme=acme,globex=globex");
    settings.put("lakeroute.profiles.tenants", String.join(",", TENANTS));
    settings.put(
        "lakeroute.profiles.models", "file:" + folder.toAbsolutePath() + "/{tenant}/*.model.yaml");
    settings.put("lakeroute.profiles.definitions", "");
    settings.put("lakeroute.profiles.mappings", "");
    settings.put("lakeroute.profiles.cache", "true");
    settings.put("lakeroute.profiles.cacheTtl", "10m");
    settings.put("lakeroute.profiles.invalidations", CHANGED);
    application = Application.start(settings);
  }

  private void fill(String tenant) throws Exception {
    String table = workspace.name("people_of_" + tenant);
    workspace
        .statements()
        .run("CREATE TABLE %s AS SELECT 1 AS id, '%s' AS owner".formatted(table, tenant));
    Shop.write(
        Files.createDirectories(folder.resolve(tenant)).resolve("people.model.yaml"),
        """
        model: people
        zone: UTC
        population: people
        sources:
          people: {table: %s, key: id, fields: {owner: owner}}
        """
            .formatted(table));
  }

  @AfterAll
  void stop() {
    application.close();
  }

  @Test
  void each_tenant_gets_its_own_profile_from_the_warehouse_and_from_the_cache() throws Exception {
    for (String source : List.of("warehouse", "cache")) {
      for (String tenant : TENANTS) {
        JsonNode profile = profile(tenant);
        assertThat(profile.path("source").asText()).isEqualTo(source);
        assertThat(profile.toString()).contains('"' + tenant + '"');
        TENANTS.stream()
            .filter(other -> !other.equals(tenant))
            .forEach(other -> assertThat(profile.toString()).doesNotContain(other));
      }
    }

    ProducerTemplate changed = application.camelContext().createProducerTemplate();
    changed.sendBody(CHANGED, 1);

    for (String tenant : TENANTS) {
      assertThat(profile(tenant).path("source").asText()).isEqualTo("warehouse");
    }
  }

  private static String key(String tenant) {
    return "a-key-that-only-" + tenant + "-knows";
  }

  private JsonNode profile(String tenant) throws Exception {
    HttpResponse<String> reply =
        Application.send(
            HttpRequest.newBuilder(application.url("/profiles/1"))
                .header("X-API-Key", key(tenant)));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return Rest.JSON.readTree(reply.body());
  }
}
