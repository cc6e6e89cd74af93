// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Changes the version of the project in POMs, Kamelets, resources and pages, and lists the places
 * that still have the old one. Stateless.
 *
 * <pre>java src/test/java/io/lakeroute/tests/build/SetVersion.java . 0.2.0</pre>
 */
public final class SetVersion {

  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[A-Za-z0-9.]+)?");
  private static final Pattern PROJECT =
      Pattern.compile(
          "<groupId>io\\.lakeroute</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*<version>([^<$]+)</version>");
  private static final Set<String> SKIPPED =
      Set.of("target", "generated", "decisions", "proofs", "build");
  private static final Set<String> ENDS =
      Set.of("xml", "yaml", "yml", "md", "adoc", "properties", "json", "java");

  /** What may stand before a version of ours; then no other digit or letter follows. */
  private static final List<String> BEFORE =
      List.of(
          "<groupId>io\\.lakeroute</groupId>\\s*<artifactId>[^<]+</artifactId>\\s*<version>",
          "catalog\\.version: \"?",
          "api\\.version] = ",
          "(?:version `|\"version\", \")",
          "io/lakeroute/[a-z0-9-]+/",
          "io\\.lakeroute:[a-z0-9-]+:(?:[a-z]+:)?",
          "lakeroute[a-z0-9/.-]*:",
          "(?:newTag: \"?|<lakeroute\\.version>|lakeroute\\.version=)",
          "(?:lakeroute|camel-databricks|local-workspace)[a-z0-9-]*-");

  private SetVersion() {}

  /** A place with the old version that was left as it is. */
  record Left(Path file, int line) {}

  /** What was done. */
  record Changes(String from, List<Path> changed, List<Left> left) {}

  /**
   * @param arguments the checkout and the new version
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2 || !VERSION.matcher(arguments[1]).matches()) {
      System.err.println("Give the checkout and a version such as 0.2.0 or 0.3.0-SNAPSHOT.");
      System.exit(2);
    }
    Changes changes = change(Path.of(arguments[0]), arguments[1]);
    System.out.printf(
        "%s is now %s in %d files.%n", changes.from(), arguments[1], changes.changed().size());
    changes.left().forEach(left -> System.out.printf("Look at %s:%d%n", left.file(), left.line()));
  }

  /** Changes all files of a checkout. */
  static Changes change(Path root, String to) throws IOException {
    Matcher project = PROJECT.matcher(Files.readString(root.resolve("pom.xml")));
    if (!project.find()) {
      throw new IOException("There is no version of io.lakeroute in " + root.resolve("pom.xml"));
    }
    String from = project.group(1);
    Pattern ours =
        Pattern.compile(
            "(" + String.join("|", BEFORE) + ")" + Pattern.quote(from) + "(?![A-Za-z0-9-]|\\.\\d)");
    List<Path> changed = new ArrayList<>();
    List<Left> left = new ArrayList<>();
    for (Path file : files(root)) {
      String before = Files.readString(file);
      String after = ours.matcher(before).replaceAll("$1" + Matcher.quoteReplacement(to));
      if (!after.equals(before)) {
        Files.writeString(file, after);
        changed.add(root.relativize(file));
      }
      List<String> lines = after.lines().toList();
      for (int line = 1; line <= lines.size(); line++) {
        if (!to.contains(from) && lines.get(line - 1).contains(from)) {
          left.add(new Left(root.relativize(file), line));
        }
      }
    }
    return new Changes(from, changed, left);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(file -> ours(root.relativize(file)) && Files.isRegularFile(file))
          .sorted()
          .toList();
    }
  }

  private static boolean ours(Path file) {
    for (Path part : file) {
      if (part.toString().startsWith(".") || SKIPPED.contains(part.toString())) {
        return false;
      }
    }
    String name = file.getFileName().toString();
    return !name.equals("CHANGELOG.md") && ENDS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
