// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The resources of {@code deploy/kubernetes}. */
class KubernetesTest {

  static Stream<Arguments> installations() {
    return Stream.of("one-node", "several-nodes")
        .flatMap(
            folder ->
                Stream.of(
                    Arguments.of(folder, List.of()),
                    Arguments.of(folder, List.of("rotation")),
                    Arguments.of(folder, List.of("federation"))));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void every_field_is_one_that_kubernetes_has(String folder, List<String> components) {
    List<ObjectNode> resources = resources(folder, components);

    assertThat(resources)
        .hasSizeGreaterThan(4)
        .allSatisfy(
            resource ->
                assertThat(KubernetesModels.read(resource).getMetadata().getName())
                    .startsWith("lakeroute"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void keeps_to_the_rules(String folder, List<String> components) {
    assertThat(problems(resources(folder, components))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Service/lakeroute, /spec/ports/0/nodePorts, 1",
    "Deployment/lakeroute, /spec/template/spec/containers/0/livenessProbe/httpGet/paths, 1",
    "Deployment/lakeroute, /spec/template/spec/enableServiceLink, false",
    "NetworkPolicy/lakeroute, /spec/ingress/1/form, []",
    "ConfigMap/lakeroute, /metadata/lables, {}",
  })
  void finds_a_misspelt_field_at_any_depth(String id, String path, String value) {
    List<ObjectNode> resources = changed(resources("one-node", List.of()), id, "add", path, value);

    assertThatThrownBy(() -> KubernetesModels.read(Manifests.find(resources, id)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(path.substring(path.lastIndexOf('/') + 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one-node | Deployment | /spec/replicas | 2 | Several replicas need a store in PostgreSQL (databricks.store.url).",
        "one-node | Deployment | /spec/strategy/type | RollingUpdate | An embedded store needs a volume, and strategy Recreate.",
        "one-node | Deployment | /spec/template/spec/volumes/2 | {name: data, emptyDir: {}} | An embedded store needs a volume, and strategy Recreate.",
        "several-nodes | Deployment | /spec/template/spec/volumes/2 | {name: data, persistentVolumeClaim: {claimName: lakeroute}} | Replicas cannot share a volume.",
        "one-node | Deployment | /spec/template/spec/terminationGracePeriodSeconds | 40 | The pod is killed before it has shut down.",
        "several-nodes | Deployment | /spec/template/spec/terminationGracePeriodSeconds | 45 | The pod is killed before it has shut down.",
        "one-node | Deployment | /spec/template/spec/enableServiceLinks | true | The pod has variables of Services.",
        "one-node | Deployment | /spec/template/spec/automountServiceAccountToken | true | The pod has a token of its service account without need, or none in need.",
        "one-node | Deployment | /spec/template/spec/volumes/1 | {name: credentials, projected: {sources: [{serviceAccountToken: {path: token}}]}} | A projected token is good for the Kubernetes API.",
        "one-node | Deployment | /spec/template/spec/containers/0/volumeMounts/1 | {name: credentials, mountPath: /run/secrets/databricks/clientSecret, subPath: clientSecret, readOnly: true} | Kubernetes never renews /run/secrets/databricks/clientSecret.",
        "one-node | Deployment | /spec/template/spec/containers/0/livenessProbe/httpGet/path | /observe/health | The livenessProbe asks for something else than its health.",
        "one-node | Deployment | /spec/template/spec/securityContext/runAsNonRoot | false | The container may do more than it needs.",
        "one-node | Deployment | /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem | false | The container may do more than it needs.",
        "one-node | Deployment | /spec/template/spec/containers/0/volumeMounts/0/readOnly | false | It writes to [/etc/lakeroute, /tmp, /var/lib/lakeroute].",
        "one-node | Deployment | /spec/template/spec/containers/0/image | lakeroute | The image has no name and version of its own.",
        "one-node | Deployment | /spec/template/spec/containers/0/resources | {} | Requests or limits are missing.",
        "one-node | NetworkPolicy | /spec/ingress/1/from | [] | Anybody in the cluster reaches the management port.",
        "one-node | NetworkPolicy | /spec/ingress/1/from | [{podSelector: {}}] | Anybody in the cluster reaches the management port.",
        "one-node | NetworkPolicy | /spec/ingress/0/ports | [] | Anybody in the cluster reaches the management port.",
        "one-node | NetworkPolicy | /spec/ingress/0/ports/0/port | http | Anybody in the cluster reaches the management port.",
        "one-node | NetworkPolicy | /spec/podSelector/matchLabels | {app: other} | Anybody in the cluster reaches the management port.",
        "one-node | Service | /spec/ports/0/targetPort | management | The Service publishes the management port.",
        "one-node | Service | /spec/selector | {app: other} | The Service leads to no pod.",
        "one-node | Deployment | /spec/template/spec/serviceAccountName | default | There is no ServiceAccount/default.",
      })
  void each_rule_can_fail(String folder, String kind, String path, String value, String problem) {
    List<ObjectNode> resources =
        changed(resources(folder, List.of()), kind + "/lakeroute", "replace", path, value);

    assertThat(problems(resources)).contains(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "/rules/0/resourceNames, '[]'",
    "/rules/0/resourceNames, '[databricks, lakeroute]'",
    "/rules/0/resourceNames, '[lakeroute]'",
    "/rules/0/verbs, '[get, list, patch]'",
  })
  void the_role_of_the_rotation_names_one_secret(String path, String value) {
    List<ObjectNode> resources =
        changed(
            resources("one-node", List.of("rotation")),
            "Role/lakeroute-rotation",
            "replace",
            path,
            value);

    assertThat(problems(resources))
        .containsExactly("The Role names more than the Secret of the connection.");
  }

  @Test
  void the_topic_of_several_nodes_is_filled_as_the_example_does() {
    assertThat(Manifests.KUBERNETES.resolve("several-nodes/kafka.camel.yaml"))
        .hasSameTextualContentAs(Manifests.ROOT.resolve("routes/examples/syncs/kafka.camel.yaml"));
  }

  @Test
  void the_kustomization_of_the_tests_refuses_what_it_does_not_know(@TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("kustomization.yaml"), "namePrefix: my-\n");

    assertThatThrownBy(() -> new Kustomization(folder).resources())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("has namePrefix");
  }

  private static List<String> problems(List<ObjectNode> resources) {
    Properties settings = Manifests.shipped();
    settings.putAll(
        Manifests.properties(
            Manifests.find(resources, "ConfigMap/lakeroute")
                .at("/data/application.properties")
                .asText()));
    List<String> problems = new ArrayList<>(PodRules.problems(resources, settings));
    problems.addAll(NetworkRules.problems(resources));
    return problems;
  }

  private static List<ObjectNode> resources(String folder, List<String> components) {
    return new Kustomization(Manifests.KUBERNETES.resolve(folder))
        .resources(components.toArray(String[]::new));
  }

  private static List<ObjectNode> changed(
      List<ObjectNode> resources, String id, String operation, String path, String value) {
    List<ObjectNode> changed = new ArrayList<>(resources);
    JsonNode patch =
        Manifests.tree("[{op: %s, path: %s, value: %s}]".formatted(operation, path, value));
    int at = changed.indexOf(Manifests.find(changed, id));
    changed.set(at, (ObjectNode) JsonPatch.apply(patch, changed.get(at)));
    return changed;
  }
}
