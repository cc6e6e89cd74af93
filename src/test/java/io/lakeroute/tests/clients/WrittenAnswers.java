// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import io.lakeroute.tests.workspace.Driver.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers written in a text file: {@code == question}, then the answer; after {@code -- THRIFT:
 * reason}, the answer where that protocol's differs. Immutable.
 */
final class WrittenAnswers {

  private record Written(String both, String thrift, String reason) {}

  private final Map<String, Written> answers;

  private WrittenAnswers(Map<String, Written> answers) {
    this.answers = answers;
  }

  static WrittenAnswers read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(WrittenAnswers.class.getResourceAsStream(resource), resource)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WrittenAnswers parse(String text) {
    Map<String, Written> answers = new LinkedHashMap<>();
    for (String block : text.split("(?m)^== ")) {
      if (block.isBlank() || block.startsWith("#")) {
        continue;
      }
      String[] nameAndAnswer = block.split("\n", 2);
      String[] parts = nameAndAnswer[1].split("(?m)^-- THRIFT:", 2);
      String both = parts[0].strip();
      if (parts.length == 1) {
        answers.put(nameAndAnswer[0], new Written(both, both, "none"));
      } else {
        String[] reasonAndAnswer = parts[1].split("\n", 2);
        answers.put(
            nameAndAnswer[0],
            new Written(both, reasonAndAnswer[1].strip(), reasonAndAnswer[0].strip()));
      }
    }
    return new WrittenAnswers(answers);
  }

  List<String> questions() {
    return List.copyOf(answers.keySet());
  }

  String answer(String question, Mode mode) {
    Written written = answers.getOrDefault(question, new Written("not written", "not written", ""));
    return mode == Mode.THRIFT ? written.thrift() : written.both();
  }

  List<String> differencesWithoutReason() {
    List<String> bare = new ArrayList<>();
    answers.forEach(
        (question, written) -> {
          if (written.reason().isEmpty()) {
            bare.add(question);
          }
        });
    return bare;
  }
}
