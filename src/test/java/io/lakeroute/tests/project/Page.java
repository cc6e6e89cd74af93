// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of {@code docs/your-project.md}, in their order. Immutable. */
record Page(List<Block> blocks) {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]+)\\n(.*?)\\n```$");

  /** Code in a language; {@code sh} is run, and {@code text} after it is what it prints. */
  record Block(String language, String text) {}

  /** A command of the page with the lines that the page says it prints, in this order. */
  record Command(String text, List<String> prints) {

    /** Whether the command runs on while the next are given. */
    boolean inBackground() {
      return text.endsWith(" &");
    }

    /** The first line that the output lacks behind the ones before it, or none. */
    List<String> missing(String output) {
      int from = 0;
      for (String line : prints) {
        int found = output.indexOf(line, from);
        if (found < 0) {
          return List.of(line);
        }
        from = found + line.length();
      }
      return List.of();
    }
  }

  static Page read() throws IOException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(Files.readString(Checkout.file("docs/your-project.md")));
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return new Page(List.copyOf(blocks));
  }

  List<String> in(String language) {
    return blocks.stream()
        .filter(block -> block.language().equals(language))
        .map(Block::text)
        .toList();
  }

  /** All that is to be typed, in this order. */
  List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).language().equals("sh")) {
        boolean prints = i + 1 < blocks.size() && blocks.get(i + 1).language().equals("text");
        commands.add(
            new Command(
                blocks.get(i).text(),
                prints ? blocks.get(i + 1).text().lines().toList() : List.of()));
      }
    }
    return commands;
  }
}
