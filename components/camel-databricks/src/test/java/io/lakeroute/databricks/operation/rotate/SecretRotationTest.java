// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.SecretLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretRotationTest {

  private static final int NEVER = Integer.MAX_VALUE;
  private static final Duration OVERLAP = Duration.ofHours(2);

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private MemoryPrincipal principal = new MemoryPrincipal(() -> now);
  private RotationSchedule schedule =
      new RotationSchedule(Duration.ofDays(60), Duration.ofDays(30), OVERLAP);
  private Path file;

  @Test
  void leaves_a_secret_alone_that_is_young_enough() throws IOException {
    hold(principal.add(Duration.ofDays(10)));

    RotationOutcome outcome = run(NEVER);

    assertThat(outcome.rotated()).isFalse();
    assertThat(outcome.secretId()).contains("id-1");
    assertThat(outcome.next()).contains(now.plus(Duration.ofDays(20)));
    assertThat(principal.values()).containsExactly("value-1");
  }

  @Test
  void replaces_an_old_secret_and_deletes_it_after_the_overlap() throws IOException {
    hold(principal.add(Duration.ofDays(40)));

    RotationOutcome first = run(NEVER);

    assertThat(first.rotated()).isTrue();
    assertThat(Killer.read(file)).isEqualTo("value-2");
    assertThat(Killer.read(SecretLife.expiryFile(file)))
        .isEqualTo(first.expires().orElseThrow().toString());
    assertThat(first.expires().orElseThrow())
        .isBetween(now.plus(Duration.ofDays(60)).minusSeconds(3600), now.plus(Duration.ofDays(60)));
    assertThat(principal.values()).containsExactly("value-1", "value-2");

    assertThat(run(NEVER).deleted()).isEmpty();
    now = now.plus(OVERLAP);
    RotationOutcome later = run(NEVER);

    assertThat(later.rotated()).isFalse();
    assertThat(later.deleted()).containsExactly("id-1");
    assertThat(principal.values()).containsExactly("value-2");
  }

  @Test
  void deletes_the_old_one_at_once_where_no_overlap_is_wanted() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    schedule = new RotationSchedule(Duration.ofDays(60), Duration.ZERO, Duration.ZERO);

    assertThat(run(NEVER).deleted()).containsExactly("id-1");
    assertThat(run(NEVER).deleted()).containsExactly("id-2");
    assertThat(principal.values()).containsExactly("value-3").containsExactly(Killer.read(file));
  }

  @Test
  void files_are_the_owners_and_hold_no_secret_but_the_one() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    run(NEVER);

    try (var files = Files.list(folder)) {
      for (Path one : files.filter(f -> !f.toString().endsWith(".lock")).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
            .as(one.toString())
            .isEqualTo("rw-------");
        assertThat(Files.readString(one).contains("value-")).isEqualTo(one.equals(file));
      }
    }
  }

  @Test
  void goes_on_wherever_it_was_killed_even_twice() throws IOException {
    killTwice(8); // all pairs would take long, and these meet every point of both
  }

  @Test
  @Tag("matrix")
  void goes_on_from_more_pairs_of_points() throws IOException {
    killTwice(4);
  }

  private void killTwice(int step) throws IOException {
    int first = 0;
    for (boolean killed = true; killed; first++) {
      int second = first % step;
      for (boolean again = true; again; second += step) {
        fresh();
        killed = kills(first);
        again = kills(second);
        String at = "killed at point " + first + " and then at " + second;
        assertThat(principal.values()).as(at).contains(Killer.read(file));
        assertThat(principal.values().size()).as(at).isLessThanOrEqualTo(4);

        run(NEVER);
        assertThat(principal.values().size()).as(at).isLessThanOrEqualTo(2);
        now = now.plus(OVERLAP);
        run(NEVER);

        assertThat(Killer.read(file)).as(at).isNotEqualTo("value-1");
        assertThat(principal.values()).as(at).containsExactly(Killer.read(file));
      }
    }
    assertThat(first).as("points tried").isGreaterThan(12);
  }

  @Test
  void takes_back_a_new_secret_that_gets_no_token() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    TokenCheck onlyTheFirst =
        new TokenCheck(
            value -> {
              if (!value.equals("value-1")) {
                throw new DatabricksException(Reason.UNAUTHENTICATED, "refused");
              }
            },
            Duration.ZERO);

    assertThatThrownBy(
            () ->
                new SecretRotation(
                        principal, new FileSecretStore(file), onlyTheFirst, schedule, () -> now)
                    .run())
        .hasMessage("refused");

    assertThat(Killer.read(file)).isEqualTo("value-1");
    assertThat(principal.values()).containsExactly("value-1");
  }

  @Test
  void never_touches_secrets_of_others() throws IOException {
    String inUse = principal.add(Duration.ofDays(40));
    principal.add(Duration.ofDays(5));
    hold(inUse);

    RotationOutcome first = run(NEVER);
    now = now.plus(OVERLAP);
    RotationOutcome later = run(NEVER);

    // Nothing tells which of the two was in use, so neither is deleted.
    assertThat(first.others()).isEqualTo(2);
    assertThat(later.deleted()).isEmpty();
    assertThat(principal.values()).containsExactly("value-1", "value-2", "value-3");
  }

  @Test
  void leaves_a_secret_alone_that_somebody_made_after_an_interruption() throws IOException {
    fresh();
    kills(7); // made, and its id not yet written down
    assertThat(principal.values()).containsExactly("value-1", "value-2");
    String byHand = principal.add(Duration.ZERO);

    assertThat(run(NEVER).deleted()).containsExactly("id-2");
    assertThat(principal.values()).contains("value-1", byHand);
  }

  @Test
  void recognises_a_secret_that_was_replaced_by_hand() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    run(NEVER);
    String byHand = principal.add(Duration.ZERO);
    Files.writeString(file, byHand);
    now = now.plus(OVERLAP);

    RotationOutcome noticed = run(NEVER);
    now = now.plus(OVERLAP);
    run(NEVER);

    assertThat(noticed.secretId()).contains(principal.id(byHand));
    assertThat(principal.values()).containsExactly(byHand);
  }

  @Test
  void stops_at_five_secrets_and_says_what_to_do() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    for (int i = 0; i < 4; i++) {
      principal.add(Duration.ofDays(1));
    }

    assertThatThrownBy(() -> run(NEVER))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.CONFLICT))
        .hasMessage(
            "The service principal has 5 secrets, and Databricks allows no more. Delete those that nobody uses; the"
                + " rotation only deletes what it made or replaced itself.");
    assertThat(principal.values()).hasSize(5);
  }

  @Test
  void deletes_nothing_while_the_file_is_not_readable_as_a_secret_of_ours() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    run(NEVER);
    Files.writeString(file, "mangled");
    now = now.plus(OVERLAP);
    schedule = new RotationSchedule(Duration.ofDays(60), Duration.ofDays(30), OVERLAP);

    RotationOutcome outcome = run(NEVER);

    assertThat(outcome.rotated()).isTrue();
    assertThat(principal.values()).contains(Killer.read(file)).contains("value-2");
  }

  @Test
  void one_rotation_at_a_time() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    try (SecretStore.Turn turn = new FileSecretStore(file).take()) {
      assertThat(turn).isNotNull();
      assertThatThrownBy(() -> run(NEVER))
          .hasMessage("Another rotation of " + file + " is at work. Nothing was done.");
    }
    assertThat(run(NEVER).rotated()).isTrue();
  }

  @Test
  void follows_no_link_in_the_place_of_its_lock() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    Path other = folder.resolve("other");
    Files.createSymbolicLink(file.resolveSibling("secret.lock"), other);

    assertThatThrownBy(() -> run(NEVER))
        .hasMessageStartingWith("Cannot lock " + file + ": IOException.");
    assertThat(other).doesNotExist();
  }

  @Test
  void replaces_the_file_behind_a_link() throws IOException {
    hold(principal.add(Duration.ofDays(40)));
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);

    new SecretRotation(
            principal,
            new FileSecretStore(link),
            new TokenCheck(principal::issue, Duration.ZERO),
            schedule,
            () -> now)
        .run();

    assertThat(link).isSymbolicLink().hasContent("value-2\n");
  }

  private void fresh() throws IOException {
    principal = new MemoryPrincipal(() -> now);
    String value = principal.add(Duration.ofDays(40));
    Path next = Files.createTempDirectory(folder, "secrets");
    file = Files.writeString(next.toRealPath().resolve("secret"), value);
  }

  private void hold(String value) throws IOException {
    file = Files.writeString(folder.toRealPath().resolve("secret"), value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private boolean kills(int point) {
    try {
      run(point);
      return false;
    } catch (Killer.Killed e) {
      return true;
    }
  }

  private RotationOutcome run(int killedAt) {
    Killer killer = new Killer(killedAt);
    return new SecretRotation(
            killer.around(principal, file),
            killer.around(new FileSecretStore(file), file),
            new TokenCheck(principal::issue, Duration.ZERO),
            schedule,
            () -> now)
        .run();
  }
}
