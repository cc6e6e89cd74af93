// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.kamelets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KameletConventionsTest {

  private static final String VERSION = System.getProperty("lakeroute.version");

  static List<Catalog.Kamelet> kamelets() {
    return Catalog.kamelets();
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void every_kamelet_keeps_to_the_conventions(Catalog.Kamelet kamelet) {
    assertThat(broken(kamelet)).isEmpty();
  }

  @Test
  void finds_what_is_wrong_with_a_careless_kamelet() {
    assertThat(
            broken(
                Catalog.of(
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
                        required: [table, mode]
                        properties:
                          unused:
                            title: Unused
                            type: string
                          apiToken:
                            title: Token
                            description: A token.
                            type: string
                          mode:
                            title: Mode
                            description: A mode.
                            type: string
                            enum: [append, "1"]
                            default: 1
                          idle:
                            title: Idle
                            description: The name of a bean.
                            type: boolean
                            default: "true"
                      template:
                        # {{unused}} in a comment is no use.
                        beans:
                          - name: idle
                        from:
                          uri: "kamelet:source"
                          steps:
                            - to: "databricks:write:{{?undeclared}}?token={{apiToken}}&mode={{mode}}"
                    """)))
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
            "parameter 'apiToken' may be absent, and is used without ?",
            "parameter 'mode' is required and has a default",
            "parameter 'mode' has a default of another type",
            "parameter 'mode' has a default that its enum does not have",
            "parameter 'idle' has a default of another type",
            "parameter 'idle' has the name of a bean",
            "parameter 'idle' is declared but not used",
            "parameter 'undeclared' is used but not declared",
            "bean 'idle' is not used",
            "dependency 'kamelet' is neither camel:... nor mvn:group:artifact:version",
            "dependency 'mvn:io.lakeroute:camel-databricks:0.0.1' is not of version '"
                + VERSION
                + "'");
  }

  @Test
  void a_description_says_where_connections_come_from() {
    ObjectNode yaml = Catalog.kamelet("databricks-query-action").yaml().deepCopy();
    ((ObjectNode) yaml.at("/spec/definition")).put("description", "Run a statement.");

    assertThat(broken(new Catalog.Kamelet("databricks-query-action.kamelet.yaml", yaml)))
        .containsExactly(
            "the description does not say that connections come from `databricks.connections.<name>.*`");
  }

  private static List<String> broken(Catalog.Kamelet kamelet) {
    return new KameletConventions(kamelet.fileName(), kamelet.yaml(), VERSION).broken();
  }
}
