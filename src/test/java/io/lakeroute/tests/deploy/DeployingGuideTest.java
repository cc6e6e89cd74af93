// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of {@code docs/deploying.md}. */
class DeployingGuideTest {

  private static final String PAGE = Manifests.text(Manifests.ROOT.resolve("docs/deploying.md"));
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^```sh\\n(# needs a (\\w+)\\n)?(.*?)^```$");

  /**
   * A command of the page.
   *
   * @param needs cluster, registry or nothing
   */
  private record Command(String text, String needs) {}

  @Test
  void counts_the_commands_that_no_test_runs() {
    assertThat(PAGE)
        .contains(
            "Of the %d commands on this page, %d need a cluster and %d a registry;"
                .formatted(commands().size(), needing("cluster"), needing("registry")));
  }

  @Tag("matrix")
  @Test
  void the_other_commands_run_one_after_the_other(@TempDir Path folder) throws Exception {
    assumeThat(Programs.found("kubectl")).as("kubectl is installed").isTrue();
    Files.createSymbolicLink(
        folder.resolve("deploy"), Manifests.ROOT.resolve("deploy").toRealPath());

    StringBuilder printed = new StringBuilder();
    for (Command command : commands()) {
      if (command.needs().isEmpty()) {
        printed.append(
            Programs.output("sh", "-c", "cd \"$0\" && " + command.text(), folder.toString()));
      }
    }

    assertThat(printed).contains("kind: Deployment", "registry.example.com/lakeroute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-node", "several-nodes"})
  void shows_how_each_secret_of_a_pod_is_made(String folder) {
    JsonNode pod =
        Manifests.find(
            new Kustomization(Manifests.KUBERNETES.resolve(folder)).resources(),
            "Deployment/lakeroute");
    Set<String> secrets = new TreeSet<>(pod.findValuesAsText("secretName"));
    pod.findValues("secretKeyRef")
        .forEach(
            key ->
                secrets.add(
                    key.path("name").asText() + " --from-literal=" + key.path("key").asText()));

    assertThat(secrets)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            secret ->
                assertThat(commands())
                    .anyMatch(
                        command ->
                            command.text().startsWith("kubectl create secret generic " + secret)));
  }

  @Test
  void names_files_that_are_there() {
    assertThat(Pattern.compile("deploy/[\\w./-]*\\w").matcher(PAGE).results())
        .hasSizeGreaterThan(10)
        .allSatisfy(path -> assertThat(Manifests.ROOT.resolve(path.group())).exists());
  }

  /** The properties for federation, beside those of the folder, are those that it mounts. */
  @Test
  void the_token_of_federation_is_where_its_settings_say() {
    Properties shown = new Properties();
    Pattern.compile("(?m)^ +(databricks\\.\\S+) = (\\S+)$")
        .matcher(PAGE)
        .results()
        .forEach(line -> shown.put(line.group(1), line.group(2)));
    JsonNode pod =
        Manifests.find(
            new Kustomization(Manifests.KUBERNETES.resolve("one-node")).resources("federation"),
            "Deployment/lakeroute");

    assertThat(shown)
        .containsEntry("databricks.connections.default.auth", "federation")
        .containsEntry(
            "databricks.connections.default.tokenFile",
            pod.at("/spec/template/spec/containers/0/volumeMounts/1/mountPath").asText()
                + "/"
                + pod.findPath("serviceAccountToken").path("path").asText());
  }

  private static long needing(String what) {
    return commands().stream().filter(command -> command.needs().equals(what)).count();
  }

  private static List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    BLOCK
        .matcher(PAGE)
        .results()
        .forEach(
            block ->
                block
                    .group(3)
                    .lines()
                    .forEach(
                        line ->
                            commands.add(
                                new Command(line, block.group(2) == null ? "" : block.group(2)))));
    return commands;
  }
}
