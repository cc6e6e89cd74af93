// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.SecretLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class SecretAgeTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(SecretAge.class);
  private Instant now = START;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  @Test
  void knows_nothing_where_nothing_is_said() throws IOException {
    assertThat(age(file(START), SecretLife.UNKNOWN).remaining()).isEmpty();
    assertThat(log.list).isEmpty();
  }

  @Test
  void warns_once_a_day_from_30_days_before_the_end() {
    SecretAge age =
        age(
            Secret.of("hush"),
            new SecretLife(
                Optional.of(START.plus(Duration.ofDays(100))),
                Optional.empty(),
                SecretLife.DEFAULT_WARNING));

    assertThat(age.remaining())
        .contains(new SecretAge.Remaining(START.plus(Duration.ofDays(100)), 100, false));
    now = START.plus(Duration.ofDays(70));
    age.remaining();
    assertThat(age.remaining())
        .contains(new SecretAge.Remaining(START.plus(Duration.ofDays(100)), 30, true));
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "The secret of connection 'acme' expires at 2026-04-11T00:00:00Z, in 30 days. Replace it before, or have"
                + " databricks:rotate do so.");

    now = now.plus(Duration.ofDays(1));
    age.remaining();
    assertThat(log.list).hasSize(2);
  }

  @Test
  void counts_from_the_age_of_the_file() throws IOException {
    SecretLife life = life(Duration.ofDays(60));

    assertThat(age(file(START.minus(Duration.ofDays(20))), life).remaining())
        .get()
        .extracting(SecretAge.Remaining::days)
        .isEqualTo(40L);
  }

  @Test
  void believes_what_the_rotation_wrote_beside_the_file_until_the_secret_is_replaced_by_hand()
      throws IOException {
    Secret.InFile secret = file(START);
    Path note = SecretLife.expiryFile(secret.path());
    Files.writeString(note, "2026-03-02T00:00:00Z\n");
    Files.setLastModifiedTime(note, FileTime.from(START));
    SecretAge age = age(secret, life(Duration.ofDays(730)));

    assertThat(age.remaining()).get().extracting(SecretAge.Remaining::days).isEqualTo(60L);

    Files.setLastModifiedTime(secret.path(), FileTime.from(START.plus(Duration.ofHours(1))));
    assertThat(age.remaining()).get().extracting(SecretAge.Remaining::days).isEqualTo(730L);
  }

  private static SecretLife life(Duration lifetime) {
    return new SecretLife(Optional.empty(), Optional.of(lifetime), SecretLife.DEFAULT_WARNING);
  }

  private SecretAge age(Secret secret, SecretLife life) {
    return new SecretAge("acme", secret, life, () -> now);
  }

  private Secret.InFile file(Instant written) throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), "hush");
    Files.setLastModifiedTime(file, FileTime.from(written));
    return new Secret.InFile(file);
  }
}
