// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The resources of the project as trees; stateless. */
final class Manifests {

  static final Path ROOT = Path.of("../..");
  static final Path KUBERNETES = ROOT.resolve("deploy/kubernetes");
  static final Path CAMEL_K = ROOT.resolve("deploy/camel-k");
  static final Path KAMELETS = ROOT.resolve("kamelet-catalog");

  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifests() {}

  /** The documents of one file. */
  static List<ObjectNode> read(Path file) {
    return parse(text(file));
  }

  /** The documents of a text. */
  static List<ObjectNode> parse(String yaml) {
    List<ObjectNode> documents = new ArrayList<>();
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      values.forEachRemaining(document -> documents.add((ObjectNode) document));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  /** What is not always a mapping, such as a patch. */
  static JsonNode tree(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String yaml(JsonNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a folder that {@code kubectl apply -f} would take, in order. */
  static List<Path> applied(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().matches(".*\\.(ya?ml|json)")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Properties properties(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** The application's own settings. */
  static Properties shipped() {
    return properties(text(ROOT.resolve("routes/application.properties")));
  }

  /** The resource of a kind and name, such as {@code Deployment/lakeroute}. */
  static ObjectNode find(List<ObjectNode> resources, String kindAndName) {
    return resources.stream()
        .filter(each -> kindAndName.equals(id(each)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no " + kindAndName));
  }

  static String id(JsonNode resource) {
    return resource.path("kind").asText() + "/" + resource.at("/metadata/name").asText();
  }
}
