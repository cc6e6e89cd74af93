// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.oauth2.SecretInfo;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.OAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code databricks:rotate} over the workspace's REST API. */
@ExtendWith(LocalWorkspaceExtension.class)
class RotationTest {
  private static final String ROTATE =
      "databricks:rotate?connection=local&rotateAfter=0s&secretOverlap=0s";

  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final Identities identities;
  private Identity principal;
  private Path file;

  RotationTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  @BeforeEach
  void makeSomebody() throws IOException {
    principal = identities.warehouseUser("Rotates");
    file = Files.writeString(folder.resolve("secret"), principal.access().clientSecret());
  }

  @Test
  void replaces_the_secret_of_a_connection_that_goes_on_working() throws IOException {
    try (var component = ComponentContext.start(keys())) {
      component.query(List.class, "", "SELECT 1", Map.of());

      Map<?, ?> outcome = rotate(component, ROTATE);

      assertThat(outcome.get("rotated")).isEqualTo(true);
      assertThat((List<?>) outcome.get("deleted")).hasSize(1);
      assertThat(ids()).containsExactly((String) outcome.get("secretId"));
      assertThat(Files.readString(file).strip()).isNotEqualTo(principal.access().clientSecret());
      assertThat(outcome.toString()).doesNotContain(Files.readString(file).strip());
      workspace.knobs().revokeTokens();
      assertThat(component.query(List.class, "", "SELECT 1 AS one", Map.of()))
          .isEqualTo(List.of(Map.of("one", 1L)));
    }
  }

  @Test
  void an_administrator_rotates_for_a_principal_that_has_no_secret_yet() throws IOException {
    Path fresh = folder.resolve("not-there-yet");
    Map<String, String> keys = new HashMap<>(keys());
    keys.put("clientSecretFile", fresh.toString());

    try (var component =
        ComponentContext.startAll(
            Map.of("local", keys, "admin", servicePrincipal(workspace.access())))) {
      Map<?, ?> outcome =
          rotate(component, ROTATE + "&secretAdmin=admin&servicePrincipalId=" + principal.id());

      assertThat(outcome.get("rotated")).isEqualTo(true);
      assertThat(outcome.get("others")).as("the one it did not make").isEqualTo(1L);
      assertThat(works(Files.readString(fresh).strip())).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST /api/2.0/accounts/servicePrincipals/.*, before",
    "POST /api/2.0/accounts/servicePrincipals/.*, after",
    "DELETE /api/2.0/accounts/servicePrincipals/.*, before",
    "DELETE /api/2.0/accounts/servicePrincipals/.*, after",
    "GET /api/2.0/accounts/servicePrincipals/.*, before",
  })
  void a_run_whose_reply_was_lost_is_finished_by_the_next(String call, String when)
      throws IOException {
    try (var component = ComponentContext.start(keys())) {
      component.query(List.class, "", "SELECT 1", Map.of());
      Fault lost = Fault.on(call, 500).times(when.equals("after") ? 1 : 2);
      workspace.knobs().add(when.equals("after") ? lost.afterTheEffect() : lost);

      component.send(ROTATE, e -> {});

      workspace.knobs().clearFaults();
      assertThat(works(Files.readString(file).strip())).as("the secret in the file").isTrue();
      assertThat(ids().size()).isLessThanOrEqualTo(3);
      rotate(component, ROTATE);
      rotate(component, ROTATE);
      assertThat(ids()).hasSize(1);
      assertThat(works(Files.readString(file).strip())).isTrue();
    }
  }

  @Tag("matrix")
  @Test
  void twenty_statements_a_second_do_not_notice() throws IOException {
    var outcome = new RotationUnderLoad(workspace, folder).run(12);

    assertThat(outcome.failures()).isEmpty();
    assertThat(outcome.answered()).isEqualTo(outcome.sent()).isGreaterThan(300);
    assertThat(outcome.tokenCalls()).isGreaterThanOrEqualTo(2);
  }

  private Map<?, ?> rotate(ComponentContext component, String uri) {
    Exchange exchange = component.send(uri, e -> {});
    assertThat(exchange.getException()).isNull();
    return exchange.getMessage().getBody(Map.class);
  }

  private boolean works(String secret) {
    return OAuth.request(principal.access(), principal.name(), secret).status() == 200;
  }

  private List<String> ids() {
    return StreamSupport.stream(
            identities.admin().servicePrincipalSecretsProxy().list(principal.id()).spliterator(),
            false)
        .map(SecretInfo::getId)
        .toList();
  }

  private Map<String, String> keys() {
    Map<String, String> keys = new HashMap<>(servicePrincipal(principal.access()));
    keys.remove("clientSecret");
    keys.put("clientSecretFile", file.toString());
    return keys;
  }
}
