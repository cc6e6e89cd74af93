// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.kamelets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Kamelet of Apache's catalogue keeps to, and Camel does not check: lists what one breaks;
 * immutable.
 */
record KameletConventions(String fileName, JsonNode kamelet, String version) {

  private static final Pattern NAME = Pattern.compile("databricks-[a-z-]+-(source|sink|action)");
  private static final String CONNECTIONS = "`databricks.connections.<name>.*`";
  private static final List<String> ANNOTATIONS =
      List.of(
          "kamelet.support.level",
          "catalog.version",
          "kamelet.icon",
          "provider",
          "kamelet.group",
          "kamelet.namespace");

  List<String> broken() {
    List<String> broken = new ArrayList<>();
    checkName(broken);
    checkDefinition(broken);
    broken.addAll(new KameletParameters(kamelet).broken());
    checkDependencies(broken);
    return broken;
  }

  private void checkName(List<String> broken) {
    String name = kamelet.at("/metadata/name").asText();
    Matcher matcher = NAME.matcher(name);
    if (!fileName.equals(name + ".kamelet.yaml")) {
      broken.add("metadata.name '" + name + "' differs from the file's name");
    }
    if (!matcher.matches()) {
      broken.add("metadata.name '" + name + "' is not databricks-...-source, -sink or -action");
      return;
    }
    String type = matcher.group(1);
    JsonNode metadata = kamelet.get("metadata");
    if (!metadata.path("labels").path("camel.apache.org/kamelet.type").asText().equals(type)) {
      broken.add("the label camel.apache.org/kamelet.type is not '" + type + "'");
    }
    String word = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    if (!kamelet.at("/spec/definition/title").asText().endsWith(" " + word)) {
      broken.add("the title does not end in " + word);
    }
    for (String annotation : ANNOTATIONS) {
      if (metadata.path("annotations").path("camel.apache.org/" + annotation).asText().isEmpty()) {
        broken.add("the annotation camel.apache.org/" + annotation + " is missing");
      }
    }
    if (!metadata
        .path("annotations")
        .path("camel.apache.org/catalog.version")
        .asText(version)
        .equals(version)) {
      broken.add("the annotation camel.apache.org/catalog.version is not '" + version + "'");
    }
    if (!metadata
        .path("annotations")
        .path("camel.apache.org/kamelet.icon")
        .asText()
        .startsWith("data:image/svg+xml;base64,")) {
      broken.add("the icon is not an SVG data URI");
    }
  }

  private void checkDefinition(List<String> broken) {
    List<String> order = new ArrayList<>();
    kamelet.path("spec").fieldNames().forEachRemaining(order::add);
    if (!order.equals(
        List.of("definition", "dataTypes", "dependencies", "template").stream()
            .filter(order::contains)
            .toList())) {
      broken.add("spec is not in the order definition, dataTypes, dependencies, template");
    }
    String description = kamelet.at("/spec/definition/description").asText();
    if (description.isBlank()) {
      broken.add("the description is missing");
    } else if (!description.replaceAll("\\s+", " ").contains(CONNECTIONS)) {
      broken.add("the description does not say that connections come from " + CONNECTIONS);
    }
  }

  private void checkDependencies(List<String> broken) {
    boolean ours = false;
    for (JsonNode dependency : kamelet.at("/spec/dependencies")) {
      String name = dependency.asText();
      ours |= name.startsWith("mvn:io.lakeroute:");
      if (!name.matches("camel:[a-z0-9-]+|mvn:[^:]+:[^:]+:[^:]+")) {
        broken.add("dependency '" + name + "' is neither camel:... nor mvn:group:artifact:version");
      }
      if (name.startsWith("mvn:io.lakeroute:") && !name.endsWith(":" + version)) {
        broken.add("dependency '" + name + "' is not of version '" + version + "'");
      }
    }
    if (!ours) {
      broken.add("no dependency brings Lakeroute's classes");
    }
  }
}
