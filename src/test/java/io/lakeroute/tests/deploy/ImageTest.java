// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the application, on no base, as {@code mvn -Pmatrix package} builds it. */
@Tag("matrix")
class ImageTest {

  private static final Path TARGET = Manifests.ROOT.resolve("routes/target");
  private static ImageFiles image;

  @BeforeAll
  static void read() throws IOException {
    image = ImageFiles.read(TARGET.resolve("jib-image.tar"));
  }

  @Test
  void runs_the_application_as_a_user_without_rights_on_all_addresses() {
    assertThat(image.config().path("User").asText()).isEqualTo("10001:10001");
    assertThat(image.config().path("WorkingDir").asText()).isEqualTo("/var/lib/lakeroute");
    assertThat(image.texts("Entrypoint"))
        .containsExactly(
            "java",
            "-XX:MaxRAMPercentage=70",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            "@/app/jib-classpath-file",
            "io.lakeroute.routes.Lakeroute");
    assertThat(image.texts("Env"))
        .containsExactlyInAnyOrder(
            "CAMEL_SERVER_HOST=0.0.0.0",
            "CAMEL_MANAGEMENT_HOST=0.0.0.0",
            "CAMEL_MAIN_OVERRIDE_PROPERTIES_LOCATION=file:/etc/lakeroute/application.properties")
        .containsExactlyInAnyOrderElementsOf(
            Pod.ofImage().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    assertThat(image.config().path("ExposedPorts").toString()).contains("8480/tcp", "8481/tcp");
  }

  @Test
  void layers_hold_what_the_build_made_and_nothing_else() throws IOException {
    Set<String> files = new TreeSet<>();
    image.each(
        (entry, content) -> {
          assertThat(entry.getLongUserId() + ":" + entry.getLongGroupId()).isEqualTo("0:0");
          assertThat(entry.getMode() & 07022).as(entry.getName()).isZero();
          if (entry.isFile()) {
            files.add(entry.getName());
          }
        });

    Set<String> expected = new TreeSet<>(libraries());
    expected.addAll(Set.of("app/jib-classpath-file", "app/jib-main-class-file"));
    try (Stream<Path> classes = Files.walk(TARGET.resolve("classes"))) {
      classes
          .filter(Files::isRegularFile)
          .map(file -> TARGET.resolve("classes").relativize(file).toString())
          .map(file -> (file.endsWith(".class") ? "app/classes/" : "app/resources/") + file)
          .forEach(expected::add);
    }
    assertThat(image.layers()).as("libraries, modules, resources, classes, class path").hasSize(5);
    assertThat(files).isEqualTo(expected);
  }

  /** Needs root, Linux and namespaces; the JDK of the tests takes the place of the base. */
  @Test
  void starts_as_another_user_on_a_file_system_that_it_cannot_write(@TempDir Path folder)
      throws Exception {
    assumeThat(NamespacedImage.possible()).as("namespaces and root").isTrue();
    Path root = Files.createDirectory(folder.resolve("root"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    image.each(
        (entry, content) -> {
          Path file = root.resolve(entry.getName());
          if (entry.isDirectory()) {
            Files.createDirectories(file);
          } else {
            Files.createDirectories(file.getParent());
            Files.copy(content, file);
          }
        });

    try (NamespacedImage running = NamespacedImage.start(root, image)) {
      assertThat(running.health()).isEqualTo(200);
      assertThat(running.user()).isEqualTo("10001");
      assertThat(running.get("/runs")).isEqualTo(200);
      assertThat(root.resolve("data/lakeroute-store/cursors.mv.db")).exists();
      assertThat(running.log()).contains("app is read-only");
    }
  }

  /** Those of the class path that the packaged application has. */
  private static List<String> libraries() throws IOException {
    try (JarFile jar = new JarFile(TARGET.resolve("lakeroute.jar").toFile())) {
      String path = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return Stream.of(path.split(" ")).map(lib -> lib.replaceFirst("^lib/", "app/libs/")).toList();
    }
  }
}
