// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefreshingTokenSourceTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicInteger calls = new AtomicInteger();
  private final List<Runnable> background = new ArrayList<>();
  private Instant now = START;

  @Test
  void makes_one_call_for_fifty_callers_who_find_no_token() throws Exception {
    CountDownLatch asked = new CountDownLatch(50);
    RefreshingTokenSource tokens =
        source(
            () -> {
              try {
                assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return issue(3600);
            });
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Future<AccessToken>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        answers.add(
            threads.submit(
                () -> {
                  asked.countDown();
                  return tokens.token();
                }));
      }
      for (Future<AccessToken> answer : answers) {
        assertThat(answer.get(10, TimeUnit.SECONDS).value()).isEqualTo("token-1");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(calls).hasValue(1);
  }

  @Test
  void renews_in_the_background_when_a_third_of_the_life_is_left() {
    RefreshingTokenSource tokens = source(() -> issue(60));
    assertThat(tokens.token().value()).isEqualTo("token-1");

    now = START.plusSeconds(39);
    tokens.token();
    assertThat(background).isEmpty();

    now = START.plusSeconds(41);
    assertThat(tokens.token().value()).isEqualTo("token-1");
    assertThat(tokens.token().value()).isEqualTo("token-1");
    assertThat(background).hasSize(1);

    background.get(0).run();
    assertThat(tokens.token().value()).isEqualTo("token-2");
    assertThat(calls).hasValue(2);
  }

  @Test
  void goes_on_with_the_old_token_when_a_renewal_fails_and_tries_again_later() {
    RefreshingTokenSource tokens =
        source(
            () -> {
              if (calls.get() == 1) {
                calls.incrementAndGet();
                throw new DatabricksException(Reason.UNAVAILABLE, "down");
              }
              return issue(3600);
            });
    tokens.token();

    now = START.plus(Duration.ofMinutes(45));
    tokens.token();
    background.remove(0).run();
    assertThat(tokens.token().value()).isEqualTo("token-1");
    assertThat(background).isEmpty();

    now = now.plusSeconds(11);
    tokens.token();
    background.remove(0).run();
    assertThat(tokens.token().value()).isEqualTo("token-3");
  }

  @Test
  void waits_for_a_new_token_when_the_old_one_is_about_to_end() {
    RefreshingTokenSource tokens = source(() -> issue(60));
    tokens.token();

    now = START.plusSeconds(51);
    assertThat(tokens.cached()).isFalse();
    assertThat(tokens.token().value()).isEqualTo("token-2");
  }

  @Test
  void keeps_five_minutes_of_margin_at_most() {
    RefreshingTokenSource tokens = source(() -> issue(3600));
    tokens.token();

    now = START.plusSeconds(3299);
    assertThat(tokens.cached()).isTrue();
    now = START.plusSeconds(3300);
    assertThat(tokens.cached()).isFalse();
  }

  @Test
  void replaces_a_token_that_was_refused_but_only_that_one() {
    RefreshingTokenSource tokens = source(() -> issue(3600));
    AccessToken first = tokens.token();

    tokens.invalidate(first);
    AccessToken second = tokens.token();
    tokens.invalidate(first);

    assertThat(second.value()).isEqualTo("token-2");
    assertThat(tokens.token()).isEqualTo(second);
  }

  @Test
  void passes_on_why_there_is_no_token() {
    RefreshingTokenSource tokens =
        source(
            () -> {
              throw new DatabricksException(Reason.UNAUTHENTICATED, "refused");
            });

    assertThatThrownBy(tokens::token).isInstanceOf(DatabricksException.class).hasMessage("refused");
  }

  @Test
  void shows_no_token_in_its_text() {
    assertThat(new AccessToken("hush", START, START.plusSeconds(1)).toString())
        .isEqualTo("AccessToken[expiresAt=2026-01-01T00:00:01Z]");
  }

  private RefreshingTokenSource source(RefreshingTokenSource.Issuer issuer) {
    return new RefreshingTokenSource(issuer, () -> now, background::add);
  }

  private AccessToken issue(int seconds) {
    return new AccessToken("token-" + calls.incrementAndGet(), now, now.plusSeconds(seconds));
  }
}
