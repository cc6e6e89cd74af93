// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.application.Receiver;
import io.lakeroute.tests.application.Receiver.Answer;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a journey knows of people stays in the tables and goes to its destinations; the packaged
 * application, with everything logged, shows it nowhere else.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class JourneySecrecyTest {

  private static final String CANARY = "a-value-of-a-person";

  @TempDir private Path folder;
  private final LocalWorkspace workspace;

  JourneySecrecyTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  /** Every fifth address is none, and every key is a text. */
  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace
        .statements()
        .run(
            """
            CREATE TABLE %s AS SELECT concat('%2$s-', id) AS person,
              concat('%2$s-', id, IF(id %% 5 = 0, '', '@example.com')) AS email FROM range(60)
            """
                .formatted(workspace.name("persons"), CANARY));
  }

  @Test
  void no_log_metric_run_store_or_argument_shows_a_person() throws Exception {
    try (Receiver api = new Receiver()) {
      // Answered, lost, refused for now, refused for good.
      Answer[] answers = {Answer.of(200), Answer.RESET, Answer.of(429), Answer.of(400)};
      api.answer(request -> answers[api.requests().size() % answers.length]);
      try (ApplicationProcess application =
          ApplicationProcess.start(
              "journey-trace", settings(api), "-DLOG_LEVEL=TRACE", "-DCAMEL_LOG_LEVEL=TRACE")) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> ended(application));
        assertThat(application.post("/journeys/secret/preview").text()).contains("\"count\":60");

        assertThat(api.requests())
            .isNotEmpty()
            .anyMatch(request -> request.body().contains(CANARY));
        assertThat(text(folder.resolve("files"))).contains(CANARY);
        assertThat(text(folder.resolve("rejects"))).contains(CANARY);
        assertThat(text(folder.resolve("unknown"))).contains(CANARY);

        assertThat(application.output()).contains(" TRACE o.a.c.", " DEBUG ");
        assertThat(application.output().lines().filter(line -> line.contains(CANARY))).isEmpty();
        assertThat(application.get("/runs").text()).contains("secret").doesNotContain(CANARY);
        assertThat(metrics(application)).contains("camel").doesNotContain(CANARY);
        assertThat(application.commandLine()).contains("java").doesNotContain(CANARY);
      }
      assertThat(text(folder.resolve("store"))).contains("secret").doesNotContain(CANARY);
      assertThat(text(folder.resolve("sent"))).isNotEmpty().doesNotContain(CANARY);
    }
  }

  private static boolean ended(ApplicationProcess application) throws IOException {
    JsonNode newest = Rest.JSON.readTree(application.get("/runs").text()).path(0);
    return newest.path("state").asText().matches("SUCCEEDED|SHORT");
  }

  private static String metrics(ApplicationProcess application) {
    return new Rest(Map.of()).get(application.managementUrl("/observe/metrics")).text();
  }

  /** All that lies in a folder, bytes as they are. */
  private static String text(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }

  private Map<String, String> settings(Receiver api) throws IOException {
    write(
        "p.model.yaml",
        """
        model: people
        population: people
        sources: {people: {table: %s, key: person, fields: {email: email}}}
        """
            .formatted(workspace.name("persons")));
    write(
        "p.segment.yaml",
        """
        segment: everybody
        model: people
        rules: {combinator: and, rules: [{field: people.email, operator: notNull}]}
        """);
    write(
        "p.journey.yaml",
        """
        journey: secret
        status: active
        audience: everybody
        state: %s.%s
        stages: [{name: offer, branches: [{else: true, arms: {api: 2, filed: 1}}]}]
        deliver: {api: {fields: {email: people.email}}, filed: {fields: {email: people.email}}}
        """
            .formatted(workspace.access().catalog(), workspace.access().schema()));
    write(
        "own.destination.yaml",
        """
        template: own
        batch: 4
        idempotent: false
        fields: {email: {from: email, normalize: email}}
        add: {method: POST, body: $records}
        remove: none
        """);
    write(
        "arms.camel.yaml",
        """
        - route:
            from:
              uri: direct:arm-api
              steps:
                - to:
                    uri: kamelet:databricks-delivery-http-sink
                    parameters:
                      destination: api
                      redeliveryDelay: 10ms
                      sentDirectory: %1$s/sent
                      rejects: file:%1$s/rejects
                      unknown: file:%1$s/unknown
        - route:
            from:
              uri: direct:arm-filed
              steps:
                - to: kamelet:databricks-delivery-file-sink?endpoint=file:%1$s/files&directory=%1$s/parts
        """
            .formatted(folder));
    Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
    settings.put("databricks.connections.default.writeBack", "true");
    settings.put("databricks.store.directory", folder.resolve("store").toString());
    settings.put(
        "camel.main.routesIncludePattern",
        "classpath:rest.camel.yaml,classpath:runs.camel.yaml,classpath:journey.camel.yaml,file:"
            + folder.resolve("arms.camel.yaml"));
    settings.put("lakeroute.journey.models", "file:" + folder + "/*.model.yaml");
    settings.put("lakeroute.journey.definitions", "file:" + folder + "/*.segment.yaml");
    settings.put("lakeroute.journey.journeys", "file:" + folder + "/*.journey.yaml");
    settings.put("lakeroute.journey.journey", "secret");
    settings.put("lakeroute.journey.frequency", "once");
    settings.put("lakeroute.destinations.api.url", api.url());
    settings.put(
        "lakeroute.destinations.api.template", "file:" + folder.resolve("own.destination.yaml"));
    return settings;
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
