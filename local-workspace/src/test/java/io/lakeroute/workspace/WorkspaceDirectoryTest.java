// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceDirectoryTest {

  @TempDir private Path dir;

  @Test
  void keeps_credentials_and_warehouse_over_a_restart() throws Exception {
    String secret;
    String warehouse;
    try (var first = new WorkspaceDirectory(dir)) {
      secret = first.credentials().clientSecret();
      warehouse = first.warehouseId();
      first.publish("http://127.0.0.1:8470", Optional.empty());
    }
    try (var second = new WorkspaceDirectory(dir)) {
      assertThat(second.credentials().clientSecret()).isEqualTo(secret);
      assertThat(second.warehouseId()).isEqualTo(warehouse).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void keeps_the_credentials_of_a_start_that_was_killed_before_it_was_ready() throws Exception {
    String secret;
    try (var killed = new WorkspaceDirectory(dir)) {
      secret = killed.credentials().clientSecret();
    }
    try (var next = new WorkspaceDirectory(dir)) {
      assertThat(next.credentials().clientSecret()).isEqualTo(secret);
    }
  }

  @Test
  void says_how_to_connect_in_a_file_that_only_its_owner_reads() throws Exception {
    try (var directory = new WorkspaceDirectory(dir)) {
      directory.publish("http://127.0.0.1:8470", Optional.empty());
    }
    Path file = dir.resolve("workspace.properties");
    assertThat(file)
        .content()
        .contains("host=http\\://127.0.0.1\\:8470", "http.path=", "client.id=", "token=dapi");
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void says_it_in_the_settings_of_a_camel_application_too() throws Exception {
    var file = new Properties();
    try (var directory = new WorkspaceDirectory(dir)) {
      directory.publish("http://127.0.0.1:8470", Optional.empty());
    }
    try (var in = Files.newInputStream(dir.resolve("workspace.properties"))) {
      file.load(in);
    }
    assertThat(file)
        .containsEntry("databricks.connections.default.host", "http://127.0.0.1:8470")
        .containsEntry("databricks.connections.default.auth", "oauth-m2m")
        .containsEntry("databricks.connections.default.clientId", file.get("client.id"))
        .containsEntry("databricks.connections.default.clientSecret", file.get("client.secret"));
    assertThat(file.getProperty("http.path"))
        .endsWith("/" + file.get("databricks.connections.default.warehouseId"));
  }

  @Test
  void refuses_a_folder_that_is_no_folder() throws Exception {
    Path file = Files.createFile(dir.resolve("file"));
    assertThatThrownBy(() -> new WorkspaceDirectory(file).close())
        .hasMessageContaining(file.toString());
  }
}
