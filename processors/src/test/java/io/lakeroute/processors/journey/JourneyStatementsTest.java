// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.RememberedAudience;
import io.lakeroute.processors.segment.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The statements of journeys are those of golden files. {@code -Dgolden.write=true} writes them
 * anew, to be read before they are committed.
 */
class JourneyStatementsTest {

  private static final Path FOLDER = Path.of("src/test/resources/journeys/golden");
  private static final Pin PIN =
      new Pin(
          Instant.parse("2026-11-28T12:00:00Z"),
          Map.of("customers", 12L, "purchases", 40L, "scores", 7L));

  /** What a journey sends to the warehouse. */
  enum Sent {
    MEMBERS,
    NOBODY,
    COUNTS,
    REMEMBERED;

    List<Statement> statements() {
      BoundJourney stateless = SampleJourneys.bound(SampleJourneys.STATELESS);
      BoundJourney remembers = SampleJourneys.bound(SampleJourneys.WITH_STATE);
      return switch (this) {
        case MEMBERS -> List.of(stateless.statements().members(PIN));
        case NOBODY -> List.of(stateless.statements().nobody(PIN));
        case COUNTS -> List.of(remembers.statements().counts(PIN));
        case REMEMBERED -> {
          RememberedAudience remembered = remembers.remembered().orElseThrow();
          yield List.of(
              remembered.createMemory(),
              remembered.createNext(false),
              remembered.createNext(true),
              remembered.places(),
              remembered.anybody(PIN),
              remembered.forgetLeft(),
              remembered.replace(PIN),
              remembered.rows(3),
              remembered.page(3, Optional.empty(), 10),
              remembered.page(3, Optional.of(7L), 10));
        }
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void is_as_in_the_golden_file(Sent sent) throws IOException {
    Path file = FOLDER.resolve(sent.name().toLowerCase(Locale.ROOT) + ".sql");
    String written =
        sent.statements().stream()
            .map(each -> each.sql() + "\n-- " + each.parameters() + "\n")
            .collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, written);
    }

    assertThat(Files.readString(file)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          7d  | 2026-11-28T05:00:00.004Z | 2026-11-21T06:30:00.004Z
          1w  | 2026-11-28T05:00:00.004Z | 2026-11-21T06:30:00.004Z
          12h | 2026-11-28T05:00:00.004Z | 2026-11-27T17:01:00.004Z
          """)
  void those_have_waited_long_enough_who_entered_before(
      String after, Instant asOf, Instant entered) {
    RememberedAudience remembered =
        SampleJourneys.bound(SampleJourneys.WITH_STATE.replace("after: 7d", "after: " + after))
            .remembered()
            .orElseThrow();

    Statement statement = remembered.replace(new Pin(asOf, PIN.versions()));

    assertThat(statement.sql()).contains("r.entered_at < :p10");
    assertThat(statement.parameters()).containsEntry("p10", entered);
  }
}
