// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.oauth2.SecretInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A pod of {@code deploy/kubernetes/one-node}, as far as it goes without a cluster. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class PodTest {

  private static final String KEY = "a-key-that-only-tests-know";
  private static final List<ObjectNode> RESOURCES =
      new Kustomization(Manifests.KUBERNETES.resolve("one-node")).resources();

  @TempDir private Path root;
  private final LocalWorkspace workspace;
  private final Identities identities;

  PodTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace
        .statements()
        .run(
            """
            CREATE TABLE %s AS SELECT '2261' AS household_id, id AS basket_id, 7L AS product_id,
              timestamp_seconds(1700000000 + id) AS purchased_at, 2.5 AS sales_value FROM range(3)
            """
                .formatted(workspace.name("purchases")));
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT id AS lead_id, timestamp_seconds(1700000000 + id) AS updated_at FROM range(5)"
                .formatted(workspace.name("leads")));
  }

  @Test
  void serves_imports_and_takes_the_next_secret_from_its_mounted_folder() throws Exception {
    Identity principal = reader();
    MountedFolder credentials =
        new MountedFolder(
            root.resolve("run/secrets/databricks"),
            Map.of("clientSecret", principal.access().clientSecret()));
    try (Pod pod = Pod.start(root, RESOURCES, settings(principal), environment())) {
      String profile = pod.url("127.0.0.2", "/profiles/2261/interactions");
      assertThat(get(profile).text()).as("on an address besides loopback's own").contains("2.5");
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(
              () ->
                  assertThat(root.resolve("var/lib/lakeroute/imports"))
                      .isDirectoryContaining("glob:**.jsonl"));
      assertThat(root.resolve("var/lib/lakeroute/lakeroute-store")).isNotEmptyDirectory();
      for (String probe : List.of("livenessProbe", "readinessProbe")) {
        String path =
            Manifests.find(RESOURCES, "Deployment/lakeroute")
                .findPath(probe)
                .findPath("path")
                .asText();
        assertThat(get(pod.managementUrl("127.0.0.2", path)).status()).isEqualTo(200);
      }

      List<String> old = secrets(principal);
      String next = identities.secret(principal.id());
      credentials.replace(Map.of("clientSecret", next));
      old.forEach(
          secret ->
              identities.admin().servicePrincipalSecretsProxy().delete(principal.id(), secret));
      workspace.knobs().revokeTokens();

      assertThat(get(profile).text()).contains("2.5");
      assertThat(pod.log().lines()).allSatisfy(PodTest::oneEvent);
      assertThat(pod.log()).doesNotContain(next, principal.access().clientSecret());
    }
  }

  @Test
  void without_the_next_secret_it_fails_and_the_rotation_asks_kubernetes_for_it() throws Exception {
    Identity principal = reader();
    Map<String, String> files = settings(principal);
    files.put(
        "rotation.camel.yaml",
        Manifests.text(Manifests.KUBERNETES.resolve("rotation/rotation.camel.yaml")));
    new MountedFolder(
        root.resolve("run/secrets/databricks"),
        Map.of("clientSecret", principal.access().clientSecret()));
    try (Pod pod = Pod.start(root, RESOURCES, files, environment())) {
      String profile = pod.url("127.0.0.1", "/profiles/2261/interactions");
      assertThat(get(profile).status()).isEqualTo(200);

      secrets(principal)
          .forEach(
              secret ->
                  identities.admin().servicePrincipalSecretsProxy().delete(principal.id(), secret));
      workspace.knobs().revokeTokens();

      assertThat(get(profile).status()).isEqualTo(502);
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(pod.log())
                      .contains("kubernetesSecretName is set, but this process runs in no pod"));
    }
  }

  private Identity reader() {
    Identity principal = identities.warehouseUser("Pod");
    Grants grants = Grants.of(workspace);
    String catalog = workspace.access().catalog();
    String schema = catalog + "." + workspace.access().schema();
    grants.give(new Grant("USE CATALOG", "Catalog", catalog), principal);
    grants.give(new Grant("USE SCHEMA", "Schema", schema), principal);
    grants.give(new Grant("SELECT", "Schema", schema), principal);
    return principal;
  }

  private List<String> secrets(Identity principal) {
    return StreamSupport.stream(
            identities.admin().servicePrincipalSecretsProxy().list(principal.id()).spliterator(),
            false)
        .map(SecretInfo::getId)
        .toList();
  }

  /** The files of the ConfigMap as they are, but for the workspace and the caller. */
  private Map<String, String> settings(Identity principal) {
    Map<String, String> files = new LinkedHashMap<>();
    JsonNode data = Manifests.find(RESOURCES, "ConfigMap/lakeroute").path("data");
    data.properties()
        .forEach(
            file ->
                files.put(
                    file.getKey(),
                    file.getValue()
                        .asText()
                        .replace("main.retail.purchases", workspace.name("purchases"))
                        .replace("main.crm.leads", workspace.name("leads"))));
    files.merge(
        "application.properties",
        "",
        (settings, none) ->
            Pod.changed(
                settings,
                Map.of(
                    "databricks.connections.default.warehouseId",
                    workspace.access().warehouseId(),
                    "databricks.connections.default.clientId",
                    principal.name(),
                    "lakeroute.import.frequency",
                    "once",
                    "lakeroute.rest.apiKeys",
                    "tests=" + Application.sha256(KEY))));
    return files;
  }

  /**
   * The cursor key of the Secret, a host before that of the ConfigMap, and what Kubernetes adds for
   * Services unless `enableServiceLinks` is false.
   */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (String service :
        List.of(
            "LAKEROUTE",
            "LAKEROUTE_IMPORT",
            "DATABRICKS",
            "DATABRICKS_STORE",
            "CAMEL_SERVER",
            "CAMEL_MANAGEMENT")) {
      ServiceLinks.of(service, "10.0.0.7", 8480).forEach(environment::put);
    }
    environment.put("DATABRICKS_CONNECTIONS_DEFAULT_HOST", workspace.access().host().toString());
    environment.put(
        "LAKEROUTE_INTERACTIONS_CURSOR_SECRETKEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    return environment;
  }

  private static void oneEvent(String line) throws Exception {
    JsonNode event = Rest.JSON.readTree(line);
    assertThat(event.path("level").asText()).isNotEmpty();
    assertThat(event.path("formattedMessage").asText()).isNotEmpty();
  }

  private static Rest.Reply get(String url) {
    return new Rest(Map.of("X-API-Key", KEY)).get(URI.create(url));
  }
}
