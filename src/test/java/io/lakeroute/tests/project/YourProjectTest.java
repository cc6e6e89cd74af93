// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Follows {@code docs/your-project.md} in a clean checkout, in a home of its own. */
@Tag("matrix")
@ExtendWith(Installed.Extension.class)
class YourProjectTest {

  private static final String INSIDE_OF_MAVEN =
      "org.codehaus.mojo:exec-maven-plugin:3.6.2:java -Dexec.mainClass=org.apache.camel.main.Main";
  private static final Duration PROMISED = Duration.ofMinutes(10);

  private final Installed installed;

  YourProjectTest(Installed installed) {
    this.installed = installed;
  }

  @Test
  void each_command_of_the_page_prints_what_the_page_says() throws IOException {
    installed.home().installCamelCli();
    List<Page.Command> commands = Page.read().commands();
    commands = commands.subList(1, commands.size());

    long start = System.nanoTime();
    List<String> outputs = new Session(commands).run(installed.home(), installed.checkout());
    Duration took = installed.took().plus(Duration.ofNanos(System.nanoTime() - start));

    for (int i = 0; i < commands.size(); i++) {
      Page.Command command = commands.get(i);
      assertThat(command.missing(outputs.get(i)))
          .as("what %s prints:%n%s", command.text(), outputs.get(i))
          .isEmpty();
    }
    System.out.printf(
        "docs/your-project.md, whole: %d s, of which installing %d s%n",
        took.toSeconds(), installed.took().toSeconds());
    assertThat(took).isLessThan(PROMISED);
  }

  @Test
  void the_project_builds_with_the_least_version_of_camel() {
    Home.Ended ended =
        installed.home().run(installed.project("least"), "mvn verify -Dcamel.version=4.17.0");

    assertThat(ended.output())
        .contains("Apache Camel 4.17.0 (camel-1) started", "Tests run: 1, Failures: 0, Errors: 0");
    assertThat(ended.code()).as(ended.output()).isZero();
  }

  /** There Camel finds no plugin of a project's libraries by itself. */
  @Test
  void what_is_misspelt_is_refused_inside_of_maven_too() throws IOException {
    Path project = installed.project("misspelt");
    Path route = project.resolve("src/main/resources/camel/lead.camel.yaml");
    Files.writeString(
        route, Files.readString(route).replace("sql: ", "onlycatalogs: main\n              sql: "));

    Home.Ended ended =
        installed
            .home()
            .run(project, "DATABRICKS_CLIENT_SECRET=none mvn -q compile " + INSIDE_OF_MAVEN);

    assertThat(ended.code()).isNotZero();
    assertThat(ended.output()).contains("onlyCatalogs");
  }

  @Test
  void camels_tools_find_the_component_in_its_jar() throws IOException {
    Path jar =
        installed
            .home()
            .folder()
            .resolve(
                ".m2/repository/io/lakeroute/camel-databricks/0.1.0-SNAPSHOT/camel-databricks-0.1.0-SNAPSHOT.jar");
    Properties component = new Properties();
    try (JarFile file = new JarFile(jar.toFile());
        InputStream in =
            file.getInputStream(
                file.getEntry("META-INF/services/org/apache/camel/component.properties"))) {
      component.load(in);
    }

    assertThat(component)
        .containsEntry("components", "databricks")
        .containsEntry("groupId", "io.lakeroute")
        .containsEntry("artifactId", "camel-databricks")
        .containsEntry("version", "0.1.0-SNAPSHOT");
  }
}
