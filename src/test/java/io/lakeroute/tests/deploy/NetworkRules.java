// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who may reach the pods and what they may change in the cluster; stateless. */
final class NetworkRules {

  private static final int MANAGEMENT = 8481;

  private NetworkRules() {}

  /** What is wrong with the resources around the pods, each as a sentence. */
  static List<String> problems(List<ObjectNode> resources) {
    List<String> problems = new ArrayList<>();
    JsonNode pod = Manifests.find(resources, "Deployment/lakeroute").at("/spec/template");
    JsonNode labels = pod.at("/metadata/labels");
    JsonNode policy = Manifests.find(resources, "NetworkPolicy/lakeroute").path("spec");
    if (!policy.at("/podSelector/matchLabels").equals(labels)
        || !policy.path("policyTypes").toString().equals("[\"Ingress\"]")
        || opensManagement(policy)) {
      problems.add("Anybody in the cluster reaches the management port.");
    }
    JsonNode service = Manifests.find(resources, "Service/lakeroute").path("spec");
    if (!service.path("selector").equals(labels)) {
      problems.add("The Service leads to no pod.");
    }
    for (JsonNode port : service.path("ports")) {
      if (!port.path("targetPort").asText().equals("http")) {
        problems.add("The Service publishes the management port.");
      }
    }
    for (ObjectNode resource : resources) {
      if (Manifests.id(resource).startsWith("Role/") && !narrow(resource, pod)) {
        problems.add("The Role names more than the Secret of the connection.");
      }
    }
    missing(resources, pod.path("spec")).forEach(name -> problems.add("There is no " + name + "."));
    return problems;
  }

  /** A rule without ports opens all; one without sources opens them to all. */
  static boolean opensManagement(JsonNode policy) {
    for (JsonNode rule : policy.path("ingress")) {
      boolean opens = rule.path("ports").isEmpty();
      for (JsonNode port : rule.path("ports")) {
        opens |= port.path("port").asInt(MANAGEMENT) == MANAGEMENT || port.has("endPort");
      }
      if (opens && rule.path("from").isEmpty()) {
        return true;
      }
      for (JsonNode source : rule.path("from")) {
        if (opens && source.findPath("matchLabels").isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean narrow(JsonNode role, JsonNode pod) {
    List<String> mounted = pod.findValuesAsText("secretName");
    return role.path("rules").size() == 1
        && role.at("/rules/0/resources").toString().equals("[\"secrets\"]")
        && role.at("/rules/0/resourceNames").size() == 1
        && mounted.contains(role.at("/rules/0/resourceNames/0").asText())
        && role.at("/rules/0/verbs").toString().equals("[\"get\",\"patch\"]");
  }

  /** What the pod refers to; Secrets are made by hand. */
  private static Set<String> missing(List<ObjectNode> resources, JsonNode pod) {
    Set<String> names = new TreeSet<>();
    names.add("ServiceAccount/" + pod.path("serviceAccountName").asText());
    pod.findValues("configMap").forEach(map -> names.add("ConfigMap/" + map.path("name").asText()));
    pod.findValuesAsText("claimName").forEach(claim -> names.add("PersistentVolumeClaim/" + claim));
    resources.forEach(resource -> names.remove(Manifests.id(resource)));
    return names;
  }
}
