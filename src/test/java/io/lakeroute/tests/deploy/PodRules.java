// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;

/** What each Deployment of the project must hold; stateless. */
final class PodRules {

  private static final String LIVE = "/observe/health/live";
  private static final String READY = "/observe/health/ready";
  private static final int AFTER_SHUTDOWN_SECONDS = 10;

  private PodRules() {}

  /**
   * What is wrong with the pods of some resources, each as a sentence.
   *
   * @param settings the application's defaults with what the resources set
   */
  static List<String> problems(List<ObjectNode> resources, Properties settings) {
    List<String> problems = new ArrayList<>();
    JsonNode deployment = Manifests.find(resources, "Deployment/lakeroute");
    JsonNode pod = deployment.at("/spec/template/spec");
    JsonNode container = pod.at("/containers/0");
    ends(pod, settings, problems);
    environment(resources, pod, problems);
    probes(container, problems);
    rights(pod, container, problems);
    store(deployment, settings, problems);
    if (!container.path("image").asText().matches("[^:]+/lakeroute:[\\w.-]+")) {
      problems.add("The image has no name and version of its own.");
    }
    if (container.at("/resources/limits/memory").isMissingNode()
        || container.at("/resources/requests/memory").isMissingNode()
        || container.at("/resources/requests/cpu").isMissingNode()) {
      problems.add("Requests or limits are missing.");
    }
    return problems;
  }

  private static void ends(JsonNode pod, Properties settings, List<String> problems) {
    int least =
        Integer.parseInt(settings.getProperty("camel.main.shutdownTimeout"))
            + AFTER_SHUTDOWN_SECONDS
            + pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
    if (pod.path("terminationGracePeriodSeconds").asInt(30) <= least) {
      problems.add("The pod is killed before it has shut down.");
    }
  }

  private static void environment(List<ObjectNode> resources, JsonNode pod, List<String> problems) {
    if (pod.path("enableServiceLinks").asBoolean(true)) {
      problems.add("The pod has variables of Services.");
    }
    boolean rotates = resources.stream().anyMatch(each -> Manifests.id(each).startsWith("Role/"));
    if (pod.path("automountServiceAccountToken").asBoolean(true) != rotates) {
      problems.add("The pod has a token of its service account without need, or none in need.");
    }
    for (JsonNode volume : pod.path("volumes")) {
      for (JsonNode source : volume.at("/projected/sources")) {
        JsonNode token = source.path("serviceAccountToken");
        if (token.isObject() && token.path("audience").asText().isEmpty()) {
          problems.add("A projected token is good for the Kubernetes API.");
        }
      }
    }
    for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
      if (mount.has("subPath") || mount.has("subPathExpr")) {
        problems.add("Kubernetes never renews " + mount.path("mountPath").asText() + ".");
      }
    }
  }

  private static void probes(JsonNode container, List<String> problems) {
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      JsonNode get = container.path(probe).path("httpGet");
      if (!get.path("path").asText().equals(probe.startsWith("readiness") ? READY : LIVE)
          || !get.path("port").asText().equals("management")) {
        problems.add("The " + probe + " asks for something else than its health.");
      }
    }
  }

  private static void rights(JsonNode pod, JsonNode container, List<String> problems) {
    JsonNode security = container.path("securityContext");
    if (!pod.at("/securityContext/runAsNonRoot").asBoolean()
        || pod.at("/securityContext/runAsUser").asInt() == 0
        || !pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault")
        || !security.path("readOnlyRootFilesystem").asBoolean()
        || security.path("allowPrivilegeEscalation").asBoolean(true)
        || !security.at("/capabilities/drop/0").asText().equals("ALL")) {
      problems.add("The container may do more than it needs.");
    }
    List<String> writable =
        StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
            .filter(mount -> !mount.path("readOnly").asBoolean())
            .map(mount -> mount.path("mountPath").asText())
            .sorted()
            .toList();
    if (!writable.equals(List.of("/tmp", "/var/lib/lakeroute"))) {
      problems.add("It writes to " + writable + ".");
    }
  }

  private static void store(JsonNode deployment, Properties settings, List<String> problems) {
    boolean embedded = settings.getProperty("databricks.store.url", "").isBlank();
    boolean claimed =
        StreamSupport.stream(deployment.at("/spec/template/spec/volumes").spliterator(), false)
            .anyMatch(
                volume ->
                    volume.path("name").asText().equals("data")
                        && volume.has("persistentVolumeClaim"));
    boolean replaced = deployment.at("/spec/strategy/type").asText().equals("Recreate");
    if (embedded && deployment.at("/spec/replicas").asInt(1) > 1) {
      problems.add("Several replicas need a store in PostgreSQL (databricks.store.url).");
    }
    if (embedded && !(claimed && replaced)) {
      problems.add("An embedded store needs a volume, and strategy Recreate.");
    }
    if (!embedded && claimed) {
      problems.add("Replicas cannot share a volume.");
    }
  }
}
