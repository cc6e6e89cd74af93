// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.delivery.http.Journal.State;
import io.lakeroute.processors.json.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

  private static final Instant NOW = Instant.parse("2026-11-30T02:00:00Z");
  private static final int LINE = 78;

  @TempDir private Path folder;

  @Test
  void remembers_each_step_beyond_a_restart() throws IOException {
    FileJournal journal = journal(NOW, 1000);
    for (String each : new String[] {"1", "2", "3", "4"}) {
      assertThat(journal.begin(key(each))).isEqualTo(State.NEW);
    }
    journal.answered(key("1"));
    journal.split(key("2"));
    journal.withdraw(key("3"));

    FileJournal again = journal(NOW, 1000);

    assertThat(again.begin(key("1"))).isEqualTo(State.ANSWERED);
    assertThat(again.begin(key("2"))).isEqualTo(State.SPLIT);
    assertThat(again.begin(key("3"))).isEqualTo(State.NEW);
    assertThat(again.begin(key("4"))).isEqualTo(State.OPEN);
    assertThat(Files.size(file())).isEqualTo(8L * LINE);
  }

  @Test
  void a_large_file_keeps_what_a_run_can_resume_with_and_forgets_the_rest() throws IOException {
    FileJournal month = journal(NOW.minus(Duration.ofDays(31)), 3);
    month.begin(key("1"));
    month.answered(key("1"));
    FileJournal journal = journal(NOW, 3);
    journal.begin(key("2"));
    journal.answered(key("2"));
    journal.begin(key("3"));
    journal.withdraw(key("3"));

    assertThat(Files.size(file())).isEqualTo(3L * LINE);
    for (FileJournal each : new FileJournal[] {journal, journal(NOW, 3)}) {
      assertThat(each.begin(key("2"))).isEqualTo(State.ANSWERED);
    }
    assertThat(journal(NOW, 3).begin(key("1"))).isEqualTo(State.NEW);
    assertThat(folder.resolve("crm.sent.next")).doesNotExist();
  }

  @Test
  void recent_requests_are_never_forgotten() throws IOException {
    FileJournal journal = journal(NOW, 2);
    for (int i = 0; i < 20; i++) {
      journal.begin(key(Integer.toString(i)));
      journal.answered(key(Integer.toString(i)));
    }
    FileJournal again = journal(NOW, 2);
    for (int i = 0; i < 20; i++) {
      assertThat(again.begin(key(Integer.toString(i)))).isEqualTo(State.ANSWERED);
    }
  }

  @Test
  void what_a_kill_leaves_while_the_file_is_trimmed_is_passed_over() throws IOException {
    journal(NOW, 1).begin(key("1"));
    Files.writeString(folder.resolve("crm.sent.next"), "b 12");

    FileJournal again = journal(NOW, 1);
    assertThat(again.begin(key("1"))).isEqualTo(State.OPEN);
    again.begin(key("2"));

    assertThat(journal(NOW, 1).begin(key("2"))).isEqualTo(State.OPEN);
    assertThat(folder.resolve("crm.sent.next")).doesNotExist();
  }

  @Test
  void two_processes_cannot_write_to_one_file() throws IOException {
    FileJournal one = journal(NOW, 1000);
    journal(NOW, 1000).begin(key("1"));

    assertThatThrownBy(() -> one.begin(key("1")))
        .hasRootCauseMessage(
            "another process has changed it; give each process a sentDirectory of its own, or set sent");
    assertThat(journal(NOW, 1000).begin(key("1"))).isEqualTo(State.OPEN);
  }

  /**
   * @param lines after which the file is trimmed
   */
  private FileJournal journal(Instant now, int lines) throws IOException {
    return new FileJournal(file(), Clock.fixed(now, ZoneOffset.UTC), lines * (long) LINE);
  }

  private Path file() {
    return folder.resolve("crm.sent");
  }

  private static String key(String name) {
    return Sha256.hex(name);
  }
}
