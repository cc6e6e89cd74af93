// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.delivery.http.Journal.State;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;

class RepositoryJournalTest {

  private final RepositoryJournal journal = new RepositoryJournal(new AddsOnly());

  @Test
  void a_request_that_is_withdrawn_begins_again_as_often_as_it_is_and_nothing_is_removed() {
    for (int times = 0; times < 3; times++) {
      assertThat(journal.begin("k")).isEqualTo(State.NEW);
      assertThat(journal.begin("k")).isEqualTo(State.OPEN);
      journal.withdraw("k");
    }
    assertThat(journal.begin("k")).isEqualTo(State.NEW);
    journal.answered("k");
    assertThat(journal.begin("k")).isEqualTo(State.ANSWERED);
  }

  @Test
  void a_request_that_is_withdrawn_and_halved_is_not_begun_again() {
    journal.begin("k");
    journal.withdraw("k");
    journal.split("k");

    assertThat(journal.begin("k")).isEqualTo(State.SPLIT);
  }

  private static final class AddsOnly extends MemoryIdempotentRepository {
    AddsOnly() {
      start();
    }

    @Override
    public boolean remove(String key) {
      throw new UnsupportedOperationException("would rewrite a file in place");
    }
  }
}
