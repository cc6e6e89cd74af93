// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.HostAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesSecretStoreTest {

  @TempDir private Path account;
  private final StandInKubernetes kubernetes = new StandInKubernetes("crm", "databricks");
  private final MemoryPrincipal principal = new MemoryPrincipal(() -> this.now);
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  KubernetesSecretStoreTest() throws IOException {}

  @BeforeEach
  void mount() throws IOException {
    Files.writeString(account.resolve("token"), StandInKubernetes.TOKEN + "\n");
    Files.writeString(account.resolve("namespace"), "crm");
  }

  @AfterEach
  void stop() {
    kubernetes.close();
  }

  @Test
  void rotates_an_entry_of_a_kubernetes_secret() {
    kubernetes.hold("clientSecret", principal.add(Duration.ofDays(40)));
    kubernetes.hold("other", "untouched");

    RotationOutcome first = rotate("databricks");
    now = now.plus(Duration.ofHours(2));
    RotationOutcome later = rotate("crm/databricks");

    assertThat(first.rotated()).isTrue();
    assertThat(later.deleted()).containsExactly("id-1");
    assertThat(kubernetes.value("clientSecret")).isEqualTo("value-2");
    assertThat(kubernetes.value("clientSecret.expires"))
        .isEqualTo(first.expires().orElseThrow().toString());
    assertThat(kubernetes.value("other")).isEqualTo("untouched");
    assertThat(kubernetes.text()).doesNotContain("value-");
    assertThat(principal.values()).containsExactly("value-2");
  }

  @Test
  void fills_an_empty_entry() {
    assertThat(rotate("databricks").rotated()).isTrue();

    assertThat(kubernetes.value("clientSecret")).isEqualTo("value-1");
  }

  @Test
  void gives_way_to_another_node() {
    kubernetes.hold("clientSecret", principal.add(Duration.ofDays(40)));
    SecretStore store = store("databricks");
    SecretStore.Content seen = store.read();
    kubernetes.touch();

    assertThatThrownBy(() -> store.handOver(seen, "mine", Journal.EMPTY, Optional.empty()))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT))
        .hasMessage(
            "Cannot change the Kubernetes secret crm/databricks: somebody else changed it meanwhile. The next run"
                + " goes on from there.");
    assertThat(kubernetes.value("clientSecret")).isEqualTo("value-1");
  }

  @Test
  void says_what_the_service_account_lacks_and_what_does_not_exist() throws IOException {
    assertThatThrownBy(() -> store("crm/elsewhere").read())
        .hasMessage(
            "Cannot read the Kubernetes secret crm/elsewhere: it does not exist. Create it, empty or with the secret"
                + " that is in use.");

    Files.writeString(account.resolve("token"), "of another account");
    assertThatThrownBy(() -> store("databricks").read())
        .hasMessage(
            "Cannot read the Kubernetes secret crm/databricks: the pod's service account may not (HTTP 401). Give it a"
                + " Role with the verbs get and patch on that secret.");
  }

  @Test
  void finds_the_api_that_kubernetes_names() {
    assertThat(
            KubernetesApi.inCluster(
                    Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBERNETES_SERVICE_PORT", "443"))
                .url())
        .isEqualTo("https://10.0.0.1");
    assertThatThrownBy(() -> KubernetesApi.inCluster(Map.of()))
        .hasMessage(
            "kubernetesSecretName is set, but this process runs in no pod: KUBERNETES_SERVICE_HOST is missing. Set"
                + " kubernetesApi, or leave kubernetesSecretName out to hand over a file.");
  }

  private RotationOutcome rotate(String name) {
    return new SecretRotation(
            principal,
            store(name),
            new TokenCheck(principal::issue, Duration.ZERO),
            new RotationSchedule(Duration.ofDays(60), Duration.ofDays(30), Duration.ofHours(2)),
            () -> now)
        .run();
  }

  private SecretStore store(String name) {
    return new KubernetesSecretStore(
        new KubernetesApi(HostAddress.parse(kubernetes.url()), account), name, "clientSecret");
  }
}
