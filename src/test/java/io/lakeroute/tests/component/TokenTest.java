// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens are fetched once, renewed in time, and a refused one costs no request. */
@ExtendWith(LocalWorkspaceExtension.class)
class TokenTest {
  private static final String TOKEN = "/oidc/v1/token";

  private final LocalWorkspace workspace;

  TokenTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void fifty_lookups_on_a_cold_pool_make_one_token_call() throws Exception {
    try (var component = ComponentContext.start(workspace.access())) {
      workspace.knobs().clearCalls();
      ExecutorService threads = Executors.newFixedThreadPool(50);
      try {
        List<Future<List<?>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          long id = i;
          answers.add(threads.submit(() -> lookup(component, id)));
        }
        for (int i = 0; i < 50; i++) {
          assertThat(answers.get(i).get()).isEqualTo(List.of(Map.of("id", (long) i)));
        }
      } finally {
        threads.shutdownNow();
      }
    }

    assertThat(workspace.knobs().count("POST", TOKEN)).isEqualTo(1);
  }

  @Tag("matrix")
  @Test
  void a_token_that_expires_in_the_middle_costs_no_failed_request() {
    workspace.knobs().set("tokenLifetimeSeconds", 18);
    workspace.knobs().clearCalls();
    List<Object> answers = Collections.synchronizedList(new ArrayList<>());
    try (var component = ComponentContext.start(workspace.access())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(200))
          .until(
              () -> {
                answers.add(lookup(component, 1));
                return workspace.knobs().count("POST", TOKEN) > 2;
              });
    }

    assertThat(answers).hasSizeGreaterThan(2).containsOnly(List.of(Map.of("id", 1L)));
    assertThat(workspace.knobs().calls())
        .as("no call was refused")
        .noneMatch(call -> call.status() == 401 || call.status() == 403);
  }

  @Test
  void a_revoked_token_costs_one_retry_and_no_failed_request() {
    try (var component = ComponentContext.start(workspace.access())) {
      lookup(component, 1);
      workspace.knobs().revokeTokens();
      workspace.knobs().clearCalls();

      assertThat(lookup(component, 2)).isEqualTo(List.of(Map.of("id", 2L)));
    }

    assertThat(workspace.knobs().calls())
        .as("the revoked token was tried")
        .anyMatch(call -> call.status() == 401 || call.status() == 403);
    assertThat(workspace.knobs().count("POST", TOKEN)).isEqualTo(1);
  }

  private static List<?> lookup(ComponentContext component, long id) {
    return component.query(
        List.class,
        "&queueTimeout=2m",
        "SELECT id FROM range(100) WHERE id = :id",
        Map.of("id", id));
  }
}
