// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints how long each test class took, slowest first, from Surefire's reports, and fails when a
 * class takes too long. Stateless.
 *
 * <pre>java src/test/java/io/lakeroute/tests/build/ClassSeconds.java .</pre>
 */
public final class ClassSeconds {

  /** A class above it belongs into the profile matrix or proof. */
  static final Duration LIMIT = Duration.ofSeconds(40);

  /** On a slow machine, the limit is this part of the time of all classes. */
  private static final int PART = 10;

  private static final int SHOWN = 40;

  private ClassSeconds() {}

  /** A test class, how many tests it has, and how long all of them took. */
  record Timed(String name, int tests, Duration time) {}

  /**
   * @param arguments the checkout, and optionally {@code --check} with the instant at which the
   *     build began: reports before it are of another build
   */
  public static void main(String[] arguments) throws IOException {
    boolean check = arguments.length == 3 && arguments[1].equals("--check");
    Instant since = check ? Instant.parse(arguments[2]) : Instant.MIN;
    List<Timed> classes = read(Path.of(arguments[0]), since);
    System.out.print(table(classes));
    Duration limit = limit(classes);
    List<String> slow =
        classes.stream().filter(each -> each.time().compareTo(limit) > 0).map(Timed::name).toList();
    if (check && !slow.isEmpty()) {
      System.err.printf(
          "Test classes take longer than %d s: %s. Make them faster, or tag what is a repetition with"
              + " \"matrix\".%n",
          limit.toSeconds(), String.join(", ", slow));
      System.exit(1);
    }
  }

  /** The classes of all modules, slowest first. */
  static List<Timed> read(Path checkout, Instant since) throws IOException {
    List<Timed> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(checkout, 5)) {
      for (Path file : files.filter(ClassSeconds::report).toList()) {
        if (!Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
          classes.add(read(file));
        }
      }
    }
    classes.sort(Comparator.comparing(Timed::time).reversed().thenComparing(Timed::name));
    return classes;
  }

  private static boolean report(Path file) {
    return file.getParent() != null
        && file.getParent().endsWith("surefire-reports")
        && file.getFileName().toString().matches("TEST-.*\\.xml");
  }

  private static Timed read(Path report) throws IOException {
    try (InputStream in = Files.newInputStream(report)) {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      xml.nextTag();
      return new Timed(
          xml.getAttributeValue(null, "name"),
          Integer.parseInt(xml.getAttributeValue(null, "tests")),
          Duration.ofMillis(
              Math.round(Double.parseDouble(xml.getAttributeValue(null, "time")) * 1_000)));
    } catch (XMLStreamException e) {
      throw new IOException("Not a report of Surefire: " + report, e);
    }
  }

  private static Duration limit(List<Timed> classes) {
    Duration part = all(classes).dividedBy(PART);
    return part.compareTo(LIMIT) > 0 ? part : LIMIT;
  }

  private static Duration all(List<Timed> classes) {
    return classes.stream().map(Timed::time).reduce(Duration.ZERO, Duration::plus);
  }

  /** One line for each of the slowest classes, and one for all. */
  static String table(List<Timed> classes) {
    StringBuilder text = new StringBuilder();
    Duration all = all(classes);
    classes.stream()
        .limit(SHOWN)
        .forEach(
            each ->
                text.append(
                    "%7.1f s %5d tests  %s%n"
                        .formatted(each.time().toMillis() / 1e3, each.tests(), each.name())));
    return text.append(
            "%7.1f s %5d tests  in %d classes%n"
                .formatted(
                    all.toMillis() / 1e3,
                    classes.stream().mapToInt(Timed::tests).sum(),
                    classes.size()))
        .toString();
  }
}
