// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command changes the version everywhere. */
@Tag("matrix")
class SetVersionTest {
  private static final Path ROOT = Path.of("../..");

  @TempDir private Path folder;

  @Test
  void a_copy_of_the_project_has_the_new_version_everywhere_and_the_old_one_nowhere()
      throws IOException {
    copy();

    SetVersion.Changes changes = SetVersion.change(folder, "7.8.9");

    assertThat(changes.left()).isEmpty();
    assertThat(changes.changed())
        .contains(
            Path.of("pom.xml"),
            Path.of("processors/pom.xml"),
            Path.of("src/test/pom.xml"),
            Path.of("routes/application.properties"),
            Path.of("kamelet-catalog/databricks-query-action.kamelet.yaml"));
    assertThat(
            Files.readString(
                folder.resolve("kamelet-catalog/databricks-query-action.kamelet.yaml")))
        .contains("catalog.version: \"7.8.9\"", "mvn:io.lakeroute:camel-databricks:7.8.9");

    assertThat(SetVersion.change(folder, changes.from()).changed()).isEqualTo(changes.changed());
    for (Path file : changes.changed()) {
      assertThat(folder.resolve(file)).hasSameTextualContentAs(ROOT.resolve(file));
    }
  }

  @Test
  void other_versions_that_look_alike_stay() throws IOException {
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <groupId>io.lakeroute</groupId>
        <artifactId>lakeroute-parent</artifactId>
        <version>0.1.0</version>
        <firstVersion>0.1.0</firstVersion>
        <dependency><groupId>org.example</groupId><artifactId>x</artifactId><version>0.1.0</version></dependency>
        mvn:io.lakeroute:lakeroute-kamelets:0.1.0-rc1
        """);

    SetVersion.Changes changes = SetVersion.change(folder, "0.2.0");

    assertThat(Files.readString(folder.resolve("pom.xml")))
        .isEqualTo(
            """
            <groupId>io.lakeroute</groupId>
            <artifactId>lakeroute-parent</artifactId>
            <version>0.2.0</version>
            <firstVersion>0.1.0</firstVersion>
            <dependency><groupId>org.example</groupId><artifactId>x</artifactId><version>0.1.0</version></dependency>
            mvn:io.lakeroute:lakeroute-kamelets:0.1.0-rc1
            """);
    assertThat(changes.left()).extracting(SetVersion.Left::line).containsExactly(4, 5, 6);
  }

  private void copy() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(SetVersionTest::text).toList()) {
        Path to = folder.resolve(ROOT.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  private static boolean text(Path file) {
    String path = file.toString();
    return Files.isRegularFile(file)
        && Stream.of("/target/", "/.git/", "/node_modules/").noneMatch(path::contains)
        && List.of("xml", "yaml", "md", "adoc", "properties", "json", "java")
            .contains(path.substring(path.lastIndexOf('.') + 1));
  }
}
