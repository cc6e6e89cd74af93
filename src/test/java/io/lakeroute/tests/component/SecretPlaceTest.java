// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a connection's secret may come from, with nothing but Camel's core. */
@ExtendWith(LocalWorkspaceExtension.class)
class SecretPlaceTest {
  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final Map<String, String> keys;

  SecretPlaceTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.keys = servicePrincipal(workspace.access());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{sys:lakeroute.test.secret}}",
        "{{another.property}}",
        "{{bean:vault.secret}}",
        "{{?not.there}}{{another.property}}"
      })
  void a_placeholder_that_camels_core_resolves_gives_the_secret(String placeholder) {
    System.setProperty("lakeroute.test.secret", workspace.access().clientSecret());
    try (var component =
        ComponentContext.start(with(keys, "clientSecret", placeholder), this::set)) {
      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
    } finally {
      System.clearProperty("lakeroute.test.secret");
    }
  }

  /** The environment of this process cannot be changed, so another key is taken from it. */
  @Test
  void a_placeholder_may_lead_to_the_environment() {
    String name = System.getenv().containsKey("HOME") ? "HOME" : "PATH";
    try (var component = ComponentContext.start(with(keys, "tags.place", "{{env:" + name + "}}"))) {
      assertThat(
              component
                  .send("jdbc:local", e -> e.getMessage().setBody("SET QUERY_TAGS"))
                  .getMessage()
                  .getBody(String.class))
          .contains("key=place, value=" + System.getenv(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:acme",
        "azure:acme",
        "gcp:acme",
        "hashicorp:secret:acme",
        "ibm:default:acme",
        "cyberark:acme",
        "secret:databricks/clientSecret",
        "configmap:databricks/clientSecret",
        "file:/run/secrets/acme",
      })
  void a_vault_that_is_not_there_is_refused_at_start(String place) {
    String function = place.substring(0, place.indexOf(':'));

    Throwable refused =
        catchThrowable(
            () ->
                ComponentContext.start(with(keys, "clientSecret", "{{" + place + "}}"))
                    .send("databricks:verify", e -> {}));

    assertThat(refused)
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
        .hasMessage(
            "databricks.connections.local.clientSecret comes from {{"
                + function
                + ":...}}, and nothing here resolves that. Add the Camel component that does (camel-aws-secrets-manager,"
                + " camel-azure-key-vault, camel-kubernetes and so on), or mount the secret as a file and set"
                + " clientSecretFile.");
  }

  @Tag("matrix")
  @Test
  void a_secret_that_changes_in_its_file_is_used_next_and_stops_no_statement() throws Exception {
    Identity principal = Identities.of(workspace).warehouseUser("Of a mounted file");
    Path file = Files.writeString(folder.resolve("secret"), principal.access().clientSecret());
    Map<String, String> mounted = new HashMap<>(servicePrincipal(principal.access()));
    mounted.remove("clientSecret");
    mounted.put("clientSecretFile", file.toString());
    var secrets = principal.client().servicePrincipalSecretsProxy();
    String old = secrets.list(principal.id()).iterator().next().getId();
    String fresh = Identities.of(workspace).secret(principal.id());
    try (var component = ComponentContext.start(mounted)) {
      one(component);
      workspace.knobs().clearCalls();
      CompletableFuture<List<?>> running =
          CompletableFuture.supplyAsync(
              () ->
                  component.query(
                      List.class,
                      "",
                      "SELECT count(*) AS n FROM range(0, 10000000, 1, 1) WHERE sha2(CAST(id AS STRING), 256) = 'x'",
                      Map.of()));
      awaitPoll();

      replace(file, fresh);
      secrets.delete(principal.id(), old);
      workspace.knobs().clearCalls();
      awaitPoll();
      assertThat(running).as("still at it").isNotDone();
      workspace.knobs().revokeTokens(old);

      assertThat(one(component)).isEqualTo(List.of(Map.of("one", 1L)));
      assertThat(running.get()).isEqualTo(List.of(Map.of("n", 0L)));
    }
  }

  /** A statement that runs is asked for. */
  private void awaitPoll() {
    Awaitility.await()
        .until(() -> workspace.knobs().count("GET", "/api/2.0/sql/statements/[^/]+") > 0);
  }

  /** As Kubernetes replaces what is mounted: all at once. */
  private static void replace(Path file, String content) throws IOException {
    Files.move(
        Files.writeString(file.resolveSibling("new"), content),
        file,
        StandardCopyOption.ATOMIC_MOVE);
  }

  private void set(DefaultCamelContext camel) {
    camel
        .getPropertiesComponent()
        .addOverrideProperty("another.property", workspace.access().clientSecret());
    camel.getRegistry().bind("vault", new Vault(workspace.access().clientSecret()));
  }

  /** A bean of somebody's own that knows the secret. */
  public static final class Vault {
    private final String secret;

    Vault(String secret) {
      this.secret = secret;
    }

    public String secret() {
      return secret;
    }
  }

  private static List<?> one(ComponentContext component) {
    return component.query(List.class, "", "SELECT 1 AS one", Map.of());
  }
}
