// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes of a folder what {@code kubectl kustomize} makes of it, without that program, for the parts
 * of kustomize that {@code deploy/} uses; others are refused. Generated names have no hash behind
 * them. Immutable.
 */
record Kustomization(Path folder) {

  private static final Set<String> PARTS =
      Set.of(
          "apiVersion",
          "kind",
          "resources",
          "components",
          "configMapGenerator",
          "images",
          "patches");

  /** The resources of the folder, with components on top of its own. */
  List<ObjectNode> resources(String... components) {
    List<ObjectNode> resources = new ArrayList<>();
    addTo(resources);
    for (String component : components) {
      new Kustomization(folder.resolveSibling(component)).addTo(resources);
    }
    return resources;
  }

  private void addTo(List<ObjectNode> resources) {
    ObjectNode file = Manifests.read(folder.resolve("kustomization.yaml")).get(0);
    file.fieldNames()
        .forEachRemaining(
            part -> {
              if (!PARTS.contains(part)) {
                throw new IllegalArgumentException(folder + " has " + part);
              }
            });
    for (JsonNode resource : file.path("resources")) {
      Path path = folder.resolve(resource.asText());
      if (Files.isDirectory(path)) {
        new Kustomization(path).addTo(resources);
      } else {
        resources.addAll(Manifests.read(path));
      }
    }
    for (JsonNode component : file.path("components")) {
      new Kustomization(folder.resolve(component.asText())).addTo(resources);
    }
    file.path("configMapGenerator").forEach(map -> resources.add(generated(map)));
    file.path("patches").forEach(patch -> patch(resources, patch));
    file.path("images").forEach(image -> resources.forEach(each -> name(each, image)));
  }

  private ObjectNode generated(JsonNode map) {
    ObjectNode made = Manifests.parse("apiVersion: v1\nkind: ConfigMap\n").get(0);
    made.putObject("metadata").put("name", map.path("name").asText());
    ObjectNode data = made.putObject("data");
    for (JsonNode file : map.path("files")) {
      data.put(file.asText(), Manifests.text(folder.resolve(file.asText())));
    }
    return made;
  }

  private static void patch(List<ObjectNode> resources, JsonNode patch) {
    JsonNode target = patch.path("target");
    String id = target.path("kind").asText() + "/" + target.path("name").asText();
    int at = resources.indexOf(Manifests.find(resources, id));
    resources.set(
        at,
        (ObjectNode)
            JsonPatch.apply(Manifests.tree(patch.path("patch").asText()), resources.get(at)));
  }

  private static void name(JsonNode resource, JsonNode image) {
    for (JsonNode container : resource.at("/spec/template/spec/containers")) {
      if (container.path("image").equals(image.path("name"))) {
        ((ObjectNode) container)
            .put("image", image.path("newName").asText() + ":" + image.path("newTag").asText());
      }
    }
  }
}
