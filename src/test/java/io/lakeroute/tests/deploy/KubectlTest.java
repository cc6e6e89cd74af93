// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link Kustomization} makes is what kubectl makes, where that is installed. */
@Tag("matrix")
class KubectlTest {

  @ParameterizedTest
  @CsvSource({"one-node, rotation", "several-nodes, federation"})
  void kubectl_makes_the_same_resources(String folder, String component) throws Exception {
    assumeThat(Programs.found("kubectl")).as("kubectl is installed").isTrue();
    Path own = Files.createDirectories(Manifests.ROOT.resolve("src/test/target/kustomize"));
    Path overlay = Files.createTempDirectory(own, folder);
    Path kubernetes = overlay.relativize(Manifests.KUBERNETES);
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        resources: [%1$s/%2$s]
        components: [%1$s/%3$s]
        """
            .formatted(kubernetes, folder, component));

    assertThat(kustomized(Manifests.KUBERNETES.resolve(folder)))
        .isEqualTo(byId(new Kustomization(Manifests.KUBERNETES.resolve(folder)).resources()));
    assertThat(kustomized(overlay))
        .isEqualTo(
            byId(new Kustomization(Manifests.KUBERNETES.resolve(folder)).resources(component)));
  }

  /** Generated names end with a hash of ten characters. */
  private static Map<String, ObjectNode> kustomized(Path folder)
      throws IOException, InterruptedException {
    String printed = Programs.output("kubectl", "kustomize", folder.toString());
    return byId(
        Manifests.parse(
            printed.replaceAll("(name: lakeroute(?:-rotation)?)-[a-z0-9]{10}\\b", "$1")));
  }

  private static Map<String, ObjectNode> byId(List<ObjectNode> resources) {
    return new TreeMap<>(resources.stream().collect(Collectors.toMap(Manifests::id, r -> r)));
  }
}
