// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release as CONTRIBUTING.md makes it, twice, from two copies of the checkout. */
@Tag("matrix")
class ReleaseTest {
  private static final List<String> MODULES =
      List.of(
          "camel-databricks",
          "lakeroute-kamelets",
          "lakeroute-processors",
          "lakeroute-routes",
          "local-workspace",
          "local-workspace-s3");

  @TempDir private Path folder;

  @Test
  void two_builds_of_one_commit_publish_the_same_files_under_the_new_version() throws Exception {
    String commands = commands();
    Home home = Home.create(folder.resolve("home"));
    Map<String, String> first = release(home, folder.resolve("first"), commands);
    Map<String, String> second = release(home, folder.resolve("second/copy"), commands);

    assertThat(second).isEqualTo(first);
    for (String module : MODULES) {
      String start = "io/lakeroute/" + module + "/0.2.0/" + module + "-0.2.0";
      assertThat(first)
          .containsKeys(
              start + ".jar", start + ".pom", start + "-sources.jar", start + "-cyclonedx.json");
    }
    assertThat(first)
        .containsKeys(
            "io/lakeroute/camel-databricks/0.2.0/camel-databricks-0.2.0-javadoc.jar",
            "io/lakeroute/lakeroute-bom/0.2.0/lakeroute-bom-0.2.0.pom",
            "io/lakeroute/lakeroute-parent/0.2.0/lakeroute-parent-0.2.0.pom")
        .allSatisfy(
            (file, hash) ->
                assertThat(file).doesNotContain("SNAPSHOT").doesNotContain("lakeroute-tests"));
    Path jar =
        repository(folder.resolve("first"))
            .resolve("io/lakeroute/camel-databricks/0.2.0/camel-databricks-0.2.0.jar");
    try (JarFile files = new JarFile(jar.toFile())) {
      assertThat(files.getEntry("META-INF/LICENSE")).isNotNull();
      assertThat(files.getEntry("META-INF/NOTICE")).isNotNull();
    }
  }

  private static String commands() throws IOException {
    var block =
        Pattern.compile("## Release\n\n```sh\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Checkout.file("CONTRIBUTING.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static Map<String, String> release(Home home, Path checkout, String commands)
      throws Exception {
    Checkout.copy(checkout);
    Home.Ended ended = home.run(checkout, "set -e\n" + commands);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).doesNotContain("Look at");
    return hashes(repository(checkout));
  }

  private static Path repository(Path checkout) {
    return checkout.resolve("target/repository");
  }

  /** Of all but what tells when it was published. */
  private static Map<String, String> hashes(Path repository) throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(repository)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().startsWith("maven-metadata")) {
          hashes.put(repository.relativize(file).toString(), sha256(file));
        }
      }
    }
    return hashes;
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
