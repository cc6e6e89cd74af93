// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.kamelets;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Kamelets of this module, as their files have them; stateless. */
final class Catalog {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String EXTENSION = ".kamelet.yaml";

  private Catalog() {}

  /** A file and what it holds; shared by tests, which copy what they change. */
  record Kamelet(String fileName, ObjectNode yaml) {
    @Override
    public String toString() {
      return fileName;
    }
  }

  static List<Kamelet> kamelets() {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      List<Kamelet> all =
          files
              .filter(file -> file.toString().endsWith(EXTENSION))
              .sorted()
              .map(Catalog::read)
              .toList();
      if (all.isEmpty()) {
        throw new IllegalStateException("no Kamelets in " + Path.of("").toAbsolutePath());
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Kamelet kamelet(String name) {
    return read(Path.of(name + EXTENSION));
  }

  static Kamelet of(String fileName, String text) {
    try {
      return new Kamelet(fileName, (ObjectNode) YAML.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Kamelet read(Path file) {
    try {
      return of(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
