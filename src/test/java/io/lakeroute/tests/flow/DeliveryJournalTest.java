// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.application.Receiver.Answer;
import io.lakeroute.tests.application.Receiver.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal of deliveries to an API that does not recognize requests, and kills. */
class DeliveryJournalTest {

  private static final Pattern PERSON = Pattern.compile("p[0-9]+@");
  private static final List<Map<String, Object>> PEOPLE =
      IntStream.range(0, 10)
          .mapToObj(i -> Map.<String, Object>of("email", "p" + i + "@example.com"))
          .toList();
  private static final Set<String> NAMES = people(PEOPLE.toString());

  @TempDir private Path folder;
  private final Receiver receiver = new Receiver();

  /** What the journal held when a person was reached. */
  private final Map<String, String> reached = new TreeMap<>();

  private final List<String> states = new ArrayList<>();
  private Path journal;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(
        folder.resolve("own.yaml"),
        """
        template: own
        batch: 4
        idempotent: false
        fields: {email: {from: email}}
        add: {method: POST, body: $records}
        """);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void only_grows_whatever_becomes_of_requests() throws IOException {
    deliverInHalves();

    assertThat(states).hasSizeGreaterThan(8);
    for (int i = 1; i < states.size(); i++) {
      assertThat(states.get(i)).startsWith(states.get(i - 1)).isNotEqualTo(states.get(i - 1));
    }
  }

  @Tag("matrix")
  @Test
  void a_kill_between_any_two_lines_sends_nobody_twice_and_loses_nobody() throws IOException {
    String whole = deliverInHalves();
    Map<String, String> before = Map.copyOf(reached);
    assertThat(before).hasSize(9);
    for (String kept : beginnings(whole)) {
      Set<String> sent = new TreeSet<>(before.keySet());
      sent.removeIf(name -> !kept.startsWith(before.get(name)));
      Path copy = Files.createDirectories(folder.resolve("kill-" + kept.length()));
      Files.writeString(copy.resolve("crm.sent"), kept);
      reached.clear();
      try (DeliveryRoutes routes = start(copy)) {
        receiver.answer(request -> answer(request, false));
        assertThat(routes.deliver(PEOPLE, "run", 0).getException()).as(kept).isNull();

        assertThat(reached.keySet()).as(kept).noneMatch(sent::contains);
        sent.addAll(reached.keySet());
        sent.addAll(people(String.join("", routes.unknown())));
        sent.addAll(people(String.join("", routes.rejects())));
        assertThat(sent).as(kept).isEqualTo(NAMES);
      }
    }
  }

  /** What a kill leaves: whole lines, and lines of which a part is written. */
  private static Set<String> beginnings(String whole) {
    Set<String> beginnings = new TreeSet<>();
    for (int end = 0; end <= whole.length(); end++) {
      if (end == 0 || whole.charAt(end - 1) == '\n') {
        beginnings.add(whole.substring(0, end));
        beginnings.add(whole.substring(0, Math.min(end + 20, whole.length())));
      }
    }
    return beginnings;
  }

  @Test
  void a_file_that_is_no_journal_stops_the_start() throws IOException {
    Path sent = Files.createDirectories(folder.resolve("sent"));
    Files.writeString(sent.resolve("crm.sent"), "something else\n");

    assertThatThrownBy(() -> start(sent))
        .hasRootCauseMessage("line 1 of " + sent.resolve("crm.sent") + " is no line of a journal");
  }

  /** Delivers with throttling and one person whom the API refuses, and returns the journal. */
  private String deliverInHalves() throws IOException {
    Path sent = folder.resolve("sent");
    journal = sent.resolve("crm.sent");
    try (DeliveryRoutes routes = start(sent)) {
      receiver.answer(request -> answer(request, true));
      assertThat(routes.deliver(PEOPLE, "run", 0).getException()).isNull();
    }
    return Files.readString(journal);
  }

  private Answer answer(Request request, boolean throttles) {
    if (throttles) {
      states.add(read());
      if (states.size() % 3 == 2) {
        return new Answer(429, Map.of("Retry-After", "0"), "");
      }
    }
    if (request.body().contains("p5@")) {
      return Answer.of(422);
    }
    for (String name : people(request.body())) {
      assertThat(reached.put(name, throttles ? read() : "")).isNull();
    }
    return Answer.of(200);
  }

  private String read() {
    try {
      return Files.readString(journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DeliveryRoutes start(Path sent) {
    return DeliveryRoutes.start(
        receiver,
        folder,
        Map.of("template", "file:" + folder.resolve("own.yaml")),
        Map.of("sentDirectory", sent.toString(), "redeliveryDelay", "1ms"));
  }

  private static Set<String> people(String text) {
    return PERSON
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
