// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Processes;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs routes of the template with the Camel CLI, and edits and exports them. */
@Tag("matrix")
@ExtendWith(Installed.Extension.class)
class CamelCliTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String KAMELETS =
      " --dep=mvn:io.lakeroute:lakeroute-kamelets:0.1.0-SNAPSHOT";
  private static final int ROWS = 200;

  private static Path project;
  private static WorkspaceProcess workspace;
  private final Home home;

  CamelCliTest(Installed installed) {
    this.home = installed.home();
  }

  @BeforeAll
  static void fill(Installed installed) throws IOException {
    installed.home().installCamelCli();
    project = installed.project("cli");
    Files.writeString(
        project.resolve("src/test/data/visits.csv"),
        IntStream.range(0, ROWS)
            .mapToObj(id -> id + ",v" + id + "\n")
            .reduce("id,name\n", String::concat));
    workspace =
        WorkspaceProcess.start(
            project.resolve("workspace"),
            "--infer",
            "--load",
            "main.crm=" + project.resolve("src/test/data"));
  }

  @AfterAll
  static void stop() {
    workspace.close();
  }

  @Test
  void a_route_that_is_edited_is_loaded_anew_and_serves() throws IOException {
    int port = Processes.freePort();
    Path route = Files.createDirectories(project.resolve("dev")).resolve("lead.camel.yaml");
    Path rest = route.resolveSibling("rest.camel.yaml");
    Files.copy(project.resolve("src/main/resources/camel/lead.camel.yaml"), route);
    Files.copy(project.resolve("src/main/resources/camel/rest.camel.yaml"), rest);
    Path output = project.resolve("dev.out");

    Process camel =
        camel(
            output,
            "run --dev dev/*.camel.yaml",
            "--prop=camel.rest.inlineRoutes=false",
            "--port=" + port);
    try {
      URI lead = URI.create("http://127.0.0.1:" + port + "/leads/1");
      assertThat(awaitBody(camel, output, lead, "Ada"))
          .isEqualTo("[{\"id\":1,\"name\":\"Ada\",\"score\":0.9}]");

      replace(route, "SELECT id, name, score", "SELECT name AS edited");

      assertThat(awaitBody(camel, output, lead, "edited")).isEqualTo("[{\"edited\":\"Ada\"}]");
    } finally {
      Home.stop(camel);
    }
  }

  /** The edit stops the run between two batches; it resumes behind the last that was delivered. */
  @Test
  void a_run_that_an_edit_interrupts_delivers_every_row() throws IOException {
    Path folder = Files.createDirectories(project.resolve("import"));
    Path route = folder.resolve("visits.camel.yaml");
    Path rows = folder.resolve("rows.csv");
    Files.writeString(
        route,
        """
        - route:
            id: visits
            from:
              uri: kamelet:databricks-snapshot-source
              parameters:
                table: main.crm.visits
                keys: id
                frequency: once
                batchSize: 10
                commitInterval: 0s
              steps:
                - delay:
                    constant: 500
                - log: "first version"
                - convertBodyTo:
                    type: String
                - to:
                    uri: file:import
                    parameters:
                      fileName: rows.csv
                      fileExist: Append
        """);
    Path output = project.resolve("import.out");

    Process camel = camel(output, "run --dev import/visits.camel.yaml");
    try {
      await(camel, output, () -> Files.exists(rows) && Files.size(rows) > 0);
      replace(route, "first version", "second version");
      await(camel, output, () -> Home.read(output).contains("second version"));
      await(
          camel,
          output,
          () -> {
            String delivered = Files.readString(rows);
            return IntStream.range(0, ROWS)
                .allMatch(id -> delivered.matches("(?s).*\\bv" + id + "\\b.*"));
          });
    } finally {
      Home.stop(camel);
    }
    assertThat(Home.read(output)).contains("first version", "second version");
    // The batch that the edit interrupted may come twice, the ones before it not.
    assertThat(Pattern.compile("\\bv\\d+\\b").matcher(Files.readString(rows)).results().count())
        .isLessThanOrEqualTo(ROWS + 10);
  }

  @Test
  void the_exported_project_builds_and_runs() throws IOException {
    Home.Ended built =
        home.run(
            project,
            "camel export src/main/resources/camel/*.camel.yaml --runtime=camel-main"
                + " --gav=org.example:exported:1.0 --dir=exported --camel-version=4.18.0"
                + " --java-version=17"
                + KAMELETS
                + " && mvn -q -f exported package");
    assertThat(built.code()).as(built.output()).isZero();
    int port = Processes.freePort();
    Path settings = project.resolve("exported.properties");
    Files.copy(project.resolve("workspace/workspace.properties"), settings);
    Files.writeString(
        settings,
        "camel.server.enabled=true\ncamel.server.port=" + port + "\n",
        StandardOpenOption.APPEND);
    Path output = project.resolve("exported.out");

    Process exported =
        home.start(
            project,
            "exec java -Dcamel.main.override-properties-location=file:exported.properties"
                + " -jar exported/target/exported-1.0.jar",
            output);
    try {
      URI lead = URI.create("http://127.0.0.1:" + port + "/leads/2");
      assertThat(awaitBody(exported, output, lead, "Grace"))
          .isEqualTo("[{\"id\":2,\"name\":\"Grace\",\"score\":0.7}]");
      assertThat(Home.read(output)).contains("Apache Camel 4.18.0 ");
    } finally {
      Home.stop(exported);
    }
  }

  /** Outside of JBang a CLI of 4.17 keeps its own core and takes components of this version. */
  private Process camel(Path output, String command, String... options) {
    return home.start(
        project,
        "exec camel %s %s workspace/workspace.properties --camel-version=4.18.0%s"
            .formatted(command, String.join(" ", List.of(options)), KAMELETS),
        output);
  }

  private static void replace(Path file, String old, String with) throws IOException {
    Files.writeString(file, Files.readString(file).replace(old, with));
  }

  private static String awaitBody(Process process, Path output, URI uri, String part) {
    String[] last = new String[1];
    await(
        process,
        output,
        () -> {
          last[0] = Rest.anonymous().get(uri).text();
          return last[0].contains(part);
        });
    return last[0];
  }

  /** Until it is so, or the process has ended, which fails. */
  private static void await(Process process, Path output, Callable<Boolean> so) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .failFast("It has ended; " + output + " says why", () -> !process.isAlive())
        .until(so);
  }
}
