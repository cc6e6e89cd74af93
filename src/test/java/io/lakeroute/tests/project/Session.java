// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands of a page, typed one after the other into one shell. Immutable. */
record Session(List<Page.Command> commands) {

  private static final String MARK = "----- output of command ";

  /** How many fifths of a second a command in the background may take to print what it should. */
  private static final int LOOKS = 900;

  /**
   * Runs all, and what runs in the background until the last has ended.
   *
   * @return what each printed
   */
  List<String> run(Home home, Path where) {
    StringBuilder script = new StringBuilder("trap 'kill $(jobs -p) 2>&-' EXIT\n");
    for (int i = 0; i < commands.size(); i++) {
      Page.Command command = commands.get(i);
      script.append("printf '\\n%s%d\\n'\n".formatted(MARK, i));
      script.append(command.inBackground() ? background(home, i, command) : command.text());
      script.append("\n");
    }
    Home.Ended ended = home.run(where, script.toString());
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      outputs.add(between(ended.output(), MARK + i + "\n", MARK + (i + 1) + "\n"));
    }
    return outputs;
  }

  private static String background(Home home, int index, Page.Command command) {
    Path output = home.folder().resolve("background-" + index + "-" + System.nanoTime() + ".txt");
    String text = command.text().substring(0, command.text().length() - 2);
    return """
    { exec %s; } > %s 2>&1 &
    for look in $(seq %d); do
      if ! kill -0 $! 2>&-; then break; fi
      if %s; then break; fi
      sleep 0.2
    done
    cat %s
    """
        .formatted(
            text,
            output,
            LOOKS,
            command.prints().stream()
                .map(line -> "grep -qF '" + line + "' " + output)
                .reduce((one, two) -> one + " && " + two)
                .orElse("true"),
            output);
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start);
    if (from < 0) {
      return "";
    }
    int to = text.indexOf(end, from);
    return text.substring(from + start.length(), to < 0 ? text.length() : to);
  }
}
