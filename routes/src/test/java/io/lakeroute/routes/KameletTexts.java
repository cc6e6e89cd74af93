// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The properties of a Kamelet that take text, and where its template takes each: an option of the
 * component or a property of a bean; immutable.
 */
record KameletTexts(String name, Map<String, String> taken) {

  private static final Path CATALOG = Path.of("../kamelet-catalog");

  /** All Kamelets there are. */
  static List<KameletTexts> all() {
    try (Stream<Path> files = Files.list(CATALOG)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".kamelet.yaml"))
          .sorted()
          .map(file -> of(file.replace(".kamelet.yaml", "")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KameletTexts of(String name) {
    JsonNode kamelet = HostileTexts.kamelet(name);
    Map<String, String> takers = new LinkedHashMap<>();
    collect(kamelet.at("/spec/template/from"), takers);
    kamelet.at("/spec/template/beans").forEach(bean -> collect(bean, takers));
    Map<String, String> taken = new LinkedHashMap<>();
    HostileTexts.properties(kamelet)
        .forEach(property -> taken.put(property, takers.getOrDefault(property, "nothing")));
    return new KameletTexts(name, taken);
  }

  /** The first place counts: options before beans. */
  private static void collect(JsonNode node, Map<String, String> takers) {
    node.properties()
        .forEach(
            entry -> {
              String text = entry.getValue().asText();
              if (text.matches("\\{\\{\\??\\w+}}")) {
                takers.putIfAbsent(text.replaceAll("\\W", ""), entry.getKey());
              }
              collect(entry.getValue(), takers);
            });
    if (node.isArray()) {
      node.forEach(item -> collect(item, takers));
    }
  }

  boolean source() {
    return name.endsWith("-source");
  }

  /** Properties that become an option of type text. */
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    taken.forEach(
        (property, taker) -> {
          if (HostileTexts.options().contains(taker)) {
            options.put(property, taker);
          }
        });
    return options;
  }

  /** Properties that become an option of another type, such as a duration. */
  List<String> typed() {
    List<String> all = HostileTexts.optionsOfAnyType();
    return taken.keySet().stream()
        .filter(property -> !options().containsKey(property))
        .filter(property -> all.contains(taken.get(property)))
        .toList();
  }

  /** The others. */
  List<String> ofBeans() {
    return taken.keySet().stream()
        .filter(property -> !options().containsKey(property) && !typed().contains(property))
        .toList();
  }
}
