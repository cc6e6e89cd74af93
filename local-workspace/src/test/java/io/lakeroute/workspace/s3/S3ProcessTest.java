// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ProcessTest {

  @TempDir private Path folder;

  @Test
  void finds_its_jar_in_a_checkout() throws IOException {
    Path jar = file("local-workspace/s3-server/target/local-workspace-s3.jar");

    assertThat(S3Process.jar(folder.resolve("local-workspace/target"))).isEqualTo(jar);
  }

  @Test
  void finds_its_jar_in_a_maven_repository() throws IOException {
    Path jar = file("io/lakeroute/local-workspace-s3/1.2/local-workspace-s3-1.2.jar");

    assertThat(S3Process.jar(folder.resolve("io/lakeroute/local-workspace/1.2"))).isEqualTo(jar);
  }

  @Test
  void says_how_to_get_the_jar_that_is_missing() {
    Path repository = folder.resolve("io/lakeroute/local-workspace/1.2");

    assertThatThrownBy(() -> S3Process.jar(repository))
        .hasMessageEndingWith(
            "mvn package in a checkout, or mvn dependency:get"
                + " -Dartifact=io.lakeroute:local-workspace-s3:1.2");
  }

  private Path file(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }
}
