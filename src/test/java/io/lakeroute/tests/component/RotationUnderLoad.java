// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.OAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Sends 20 {@code SELECT 1} a second while the secret is rotated, the old one deleted and its
 * tokens revoked. For one run.
 */
final class RotationUnderLoad {
  private static final int PER_SECOND = 20;
  private static final String TOKEN = "/oidc/v1/token";

  private final LocalWorkspace workspace;
  private final Path secretFile;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  /** What happened. */
  record Outcome(int sent, int answered, List<Throwable> failures, long tokenCalls) {}

  RotationUnderLoad(LocalWorkspace workspace, Path folder) {
    this.workspace = workspace;
    this.secretFile = folder.resolve("client-secret");
  }

  /**
   * Goes on for twice a token's life, and until two more tokens were fetched after the rotation.
   */
  Outcome run(int tokenSeconds) throws IOException {
    Identities identities = Identities.of(workspace);
    Identity principal = identities.warehouseUser("Rotated under load");
    String old = principal.access().clientSecret();
    Files.writeString(secretFile, old);
    String oldId =
        principal
            .client()
            .servicePrincipalSecretsProxy()
            .list(principal.id())
            .iterator()
            .next()
            .getId();
    workspace.knobs().set("tokenLifetimeSeconds", tokenSeconds);
    ScheduledExecutorService load = Executors.newScheduledThreadPool(16);
    try (var component = ComponentContext.start(keys(principal))) {
      select(component);
      workspace.knobs().clearCalls();
      var ticks =
          load.scheduleAtFixedRate(
              () -> load.execute(() -> select(component)),
              0,
              1_000_000 / PER_SECOND,
              TimeUnit.MICROSECONDS);
      waitFor(Duration.ofSeconds(tokenSeconds / 4));

      var exchange = component.send("databricks:rotate?rotateAfter=0s&secretOverlap=0s", e -> {});
      assertThat(exchange.getException()).isNull();
      workspace.knobs().revokeTokens(oldId);
      assertThat(OAuth.request(principal.access(), principal.name(), old).status())
          .as("the old secret")
          .isEqualTo(401);

      long before = tokenCalls();
      waitFor(Duration.ofSeconds(2L * tokenSeconds));
      Awaitility.await()
          .atMost(Duration.ofSeconds(2L * tokenSeconds))
          .until(() -> tokenCalls() >= before + 2);
      ticks.cancel(false);
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> answered.get() + failures.size() == sent.get());
      return new Outcome(sent.get(), answered.get(), List.copyOf(failures), tokenCalls());
    } finally {
      load.shutdownNow();
    }
  }

  private Map<String, String> keys(Identity principal) {
    Map<String, String> keys = new HashMap<>(servicePrincipal(principal.access()));
    keys.remove("clientSecret");
    keys.put("clientSecretFile", secretFile.toString());
    return keys;
  }

  private void select(ComponentContext component) {
    sent.incrementAndGet();
    try {
      assertThat(component.query(List.class, "&queueTimeout=1m", "SELECT 1 AS one", Map.of()))
          .isEqualTo(List.of(Map.of("one", 1L)));
      answered.incrementAndGet();
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  /** The workspace's log keeps the last calls only, hence not from the beginning. */
  private long tokenCalls() {
    return workspace.knobs().count("POST", TOKEN);
  }

  private static void waitFor(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Awaitility.await().atMost(time.plusSeconds(30)).until(() -> System.nanoTime() - until >= 0);
  }
}
