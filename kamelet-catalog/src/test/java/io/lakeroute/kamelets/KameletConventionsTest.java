// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class KameletConventionsTest {

  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String VERSION = System.getProperty("lakeroute.version");

  @TestFactory
  Stream<DynamicTest> every_kamelet_keeps_to_the_conventions() throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(Path.of(""))) {
      files = listed.filter(file -> file.toString().endsWith(".kamelet.yaml")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.toString(),
                    () -> assertThat(broken(file.toString(), Files.readString(file))).isEmpty()));
  }

  @Test
  void finds_what_is_wrong_with_a_careless_kamelet() throws IOException {
    assertThat(
            broken(
                "other.kamelet.yaml",
                """
                metadata:
                  name: databricks-careless-sink
                  annotations:
                    camel.apache.org/catalog.version: "0.0.1"
                    camel.apache.org/kamelet.icon: "http://example.org/icon.png"
                  labels:
                    camel.apache.org/kamelet.type: "source"
                spec:
                  dependencies:
                    - "kamelet"
                    - "mvn:io.lakeroute:camel-databricks:0.0.1"
                  definition:
                    title: "Careless"
                    required: [table]
                    properties:
                      unused:
                        title: Unused
                        type: string
                      apiToken:
                        title: Token
                        description: A token.
                        type: string
                  template:
                    beans:
                      - name: idle
                    from:
                      uri: "kamelet:source"
                      steps:
                        - to: "databricks:write:{{?undeclared}}?token={{apiToken}}"
                """))
        .containsExactlyInAnyOrder(
            "metadata.name 'databricks-careless-sink' differs from the file's name",
            "the label camel.apache.org/kamelet.type is not 'sink'",
            "the title does not end in Sink",
            "the annotation camel.apache.org/kamelet.support.level is missing",
            "the annotation camel.apache.org/catalog.version is not '" + VERSION + "'",
            "the annotation camel.apache.org/provider is missing",
            "the annotation camel.apache.org/kamelet.group is missing",
            "the annotation camel.apache.org/kamelet.namespace is missing",
            "the icon is not an SVG data URI",
            "spec is not in the order definition, dataTypes, dependencies, template",
            "the description is missing",
            "required parameter 'table' is not declared",
            "parameter 'unused' has no description",
            "parameter 'unused' is declared but not used",
            "parameter 'apiToken' looks like a secret without format password",
            "parameter 'undeclared' is used but not declared",
            "bean 'idle' is not used",
            "dependency 'kamelet' is neither camel:... nor mvn:group:artifact:version",
            "dependency 'mvn:io.lakeroute:camel-databricks:0.0.1' is not of version '"
                + VERSION
                + "'");
  }

  private static List<String> broken(String fileName, String text) throws JsonProcessingException {
    return new KameletConventions(fileName, YAML.readTree(text), text, VERSION).broken();
  }
}
