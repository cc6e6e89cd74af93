// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources of {@code deploy/camel-k}, and our Kamelets as resources of a cluster. */
class CamelKTest {

  private static final JsonNode TEXTS = Manifests.tree("{type: array, items: {type: string}}");
  private static final JsonNode PORT = Manifests.tree("{type: integer, format: int32}");
  private static final JsonNode BOOLEAN = Manifests.tree("{type: boolean}");
  private static final JsonNode TRAITS =
      Manifests.tree(
          """
          type: object
          additionalProperties: false
          properties:
            deployment:
              type: object
              additionalProperties: false
              properties:
                strategy: {type: string, enum: [Recreate, RollingUpdate]}
            mount:
              type: object
              additionalProperties: false
              properties:
                configs: {type: array, items: {type: string}}
                resources: {type: array, items: {type: string}}
                volumes: {type: array, items: {type: string}}
          """);

  /** What the newest published CRDs, 2.4.0, lack of what Camel K 2.11 has and we use. */
  private static final Map<String, Map<String, JsonNode>> PIPES_OF_2_11 =
      Map.of("/properties/spec", Map.of("dependencies", TEXTS, "traits", TRAITS));

  private static final Map<String, Map<String, JsonNode>> INTEGRATIONS_OF_2_11 =
      Map.of(
          "/properties/spec/properties/traits/properties/health",
          Map.of("livenessPort", PORT, "readinessPort", PORT, "startupPort", PORT),
          "/properties/spec/properties/template/properties/spec",
          Map.of("enableServiceLinks", BOOLEAN));

  private static final StrictCrd PIPE = StrictCrd.of("camel-k-crds", "pipes", PIPES_OF_2_11);
  private static final StrictCrd INTEGRATION =
      StrictCrd.of("camel-k-crds", "integrations", INTEGRATIONS_OF_2_11);
  private static final List<StrictCrd> KAMELET =
      List.of(
          StrictCrd.of("camel-k-crds", "kamelets", Map.of()),
          StrictCrd.of("camel-kamelets-crds", "kamelets", Map.of()));

  static Stream<Path> resources() {
    return Manifests.applied(Manifests.CAMEL_K).stream()
        .filter(file -> !file.endsWith("network-policy.yaml"));
  }

  static Stream<Path> kamelets() {
    return Manifests.applied(Manifests.KAMELETS).stream();
  }

  @ParameterizedTest
  @MethodSource("resources")
  void every_resource_fits_its_definition(Path file) {
    assertThat(Manifests.read(file)).hasSize(1).allSatisfy(CamelKTest::fits);
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void every_file_that_kubectl_takes_from_the_catalog_is_a_kamelet(Path file) {
    ObjectNode kamelet = Manifests.read(file).get(0);

    assertThat(file.getFileName())
        .hasToString(kamelet.at("/metadata/name").asText() + ".kamelet.yaml");
    assertThat(KAMELET).allSatisfy(crd -> assertThat(crd.problems(kamelet)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "import.yaml, /spec, dependency",
    "import.yaml, /spec/source/ref, kindd",
    "import.yaml, /spec/sink, propertys",
    "import.yaml, /spec/traits/mount, config",
    "interactions.yaml, /spec/traits/health, livenessPath",
    "interactions.yaml, /spec/traits, mounts",
  })
  void finds_a_misspelt_field_at_any_depth(String file, String object, String field) {
    ObjectNode resource = Manifests.read(Manifests.CAMEL_K.resolve(file)).get(0);
    ((ObjectNode) resource.at(object)).put(field, "x");

    assertThat(problems(resource)).singleElement().asString().contains(field);
  }

  @Test
  void finds_a_misspelt_field_of_a_kamelet() {
    ObjectNode kamelet = Manifests.read(kamelets().findFirst().orElseThrow()).get(0);
    ((ObjectNode) kamelet.at("/spec/definition/properties").iterator().next()).put("defaults", 1);

    assertThat(KAMELET).allSatisfy(crd -> assertThat(crd.problems(kamelet)).hasSize(1));
  }

  @Test
  void there_is_a_pipe_for_each_flow_from_a_source_to_a_sink() {
    assertThat(pipes().map(pipe -> pipe.at("/spec/source/ref/name").asText()))
        .containsExactlyInAnyOrder(
            "databricks-snapshot-source", "databricks-changes-source", "databricks-segment-source");
  }

  /** A pipe may leave nothing to Camel that only a cluster would show to be wrong. */
  @Test
  void pipes_have_literals_that_their_kamelets_take() {
    assertThat(pipes().flatMap(Pipe::problems)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/spec/source/properties | table | '{{leads.table}}' | source.table is a placeholder",
        "/spec/source/properties | tabel | main.crm.leads | databricks-snapshot-source has no property tabel",
        "/spec/source/properties | table | | databricks-snapshot-source needs table",
        "/spec | dependencies | | mvn:io.lakeroute:camel-databricks:0.1.0-SNAPSHOT is not a dependency",
        "/spec/sink | uri | kafka:leads | camel:kafka is not a dependency",
      })
  void each_rule_of_pipes_can_fail(String object, String field, String value, String problem) {
    ObjectNode pipe = Manifests.read(Manifests.CAMEL_K.resolve("import.yaml")).get(0);
    ObjectNode changed = (ObjectNode) pipe.at(object);
    if (value == null) {
      changed.remove(field);
    } else {
      changed.put(field, value);
    }

    assertThat(Pipe.problems(pipe)).contains(problem);
  }

  @Test
  void a_pod_with_a_volume_ends_before_the_next_one_starts() {
    assertThat(pipes().filter(pipe -> pipe.at("/spec/traits/mount").has("volumes")))
        .isNotEmpty()
        .allSatisfy(
            pipe ->
                assertThat(pipe.at("/spec/traits/deployment/strategy").asText())
                    .isEqualTo("Recreate"));
  }

  @Test
  void the_pods_of_the_integration_are_as_careful_as_those_of_the_deployment() {
    ObjectNode integration = Manifests.read(Manifests.CAMEL_K.resolve("interactions.yaml")).get(0);
    JsonNode pod = integration.at("/spec/template/spec");
    JsonNode deployed =
        Manifests.find(
                new Kustomization(Manifests.KUBERNETES.resolve("several-nodes")).resources(),
                "Deployment/lakeroute")
            .at("/spec/template/spec");

    assertThat(
            List.of(
                "automountServiceAccountToken",
                "enableServiceLinks",
                "terminationGracePeriodSeconds"))
        .allSatisfy(field -> assertThat(pod.path(field)).as(field).isEqualTo(deployed.path(field)));
    assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(integration.at("/spec/traits/service/auto"))
        .as("with auto the operator makes no Service for an image")
        .isEqualTo(BooleanNode.FALSE);
  }

  @Test
  void only_monitoring_reaches_the_management_port_of_the_integration() {
    ObjectNode policy = Manifests.read(Manifests.CAMEL_K.resolve("network-policy.yaml")).get(0);

    KubernetesModels.read(policy);
    assertThat(policy.at("/spec/podSelector/matchLabels"))
        .hasToString("{\"camel.apache.org/integration\":\"lakeroute\"}");
    assertThat(policy.at("/spec/policyTypes")).hasToString("[\"Ingress\"]");
    assertThat(NetworkRules.opensManagement(policy.path("spec"))).isFalse();
  }

  @Test
  void several_replicas_share_a_store() {
    Properties pipes =
        Manifests.properties(Manifests.text(Manifests.CAMEL_K.resolve("application.properties")));
    Properties rest =
        Manifests.properties(
            Manifests.text(Manifests.KUBERNETES.resolve("several-nodes/application.properties")));

    assertThat(List.of(pipes, rest))
        .allSatisfy(
            settings ->
                assertThat(settings.getProperty("databricks.store.url"))
                    .startsWith("jdbc:postgresql://"));
    assertThat(
            Manifests.read(Manifests.CAMEL_K.resolve("interactions.yaml"))
                .get(0)
                .findValuesAsText("image"))
        .as("the image that Kubernetes runs, too")
        .containsExactlyElementsOf(
            Manifests.find(
                    new Kustomization(Manifests.KUBERNETES.resolve("several-nodes")).resources(),
                    "Deployment/lakeroute")
                .findValuesAsText("image"));
  }

  private static Stream<ObjectNode> pipes() {
    return resources()
        .map(file -> Manifests.read(file).get(0))
        .filter(each -> each.path("kind").asText().equals("Pipe"));
  }

  private static void fits(ObjectNode resource) {
    assertThat(problems(resource)).isEmpty();
  }

  private static List<String> problems(ObjectNode resource) {
    assertThat(resource.path("apiVersion").asText()).isEqualTo("camel.apache.org/v1");
    return (resource.path("kind").asText().equals("Pipe") ? PIPE : INTEGRATION).problems(resource);
  }
}
