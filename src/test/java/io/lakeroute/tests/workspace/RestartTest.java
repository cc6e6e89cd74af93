// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a user meets it: started, ended, started again, started wrongly. */
@Tag("matrix")
class RestartTest {
  @TempDir private Path folder;

  @Test
  void a_second_start_finds_every_table_view_and_grant_and_keeps_what_was_loaded()
      throws IOException {
    Path csv = Files.createDirectory(folder.resolve("csv"));
    Files.writeString(csv.resolve("People.csv"), "id,name\n01,\"\"\n02,\n");
    Path dir = folder.resolve("workspace");
    try (var first = WorkspaceProcess.start(dir, "--load", "crm.raw=" + csv)) {
      assertThat(first.output()).containsPattern("loaded crm\\.raw\\.people: 2 rows in \\d+");
      var statements = Statements.of(first.workspace("default"));
      statements.run("CREATE VIEW crm.raw.named AS SELECT * FROM crm.raw.people WHERE name = ''");
      statements.run("INSERT INTO crm.raw.people VALUES ('03', '')");
      statements.run("GRANT SELECT ON SCHEMA crm.raw TO users");
      first.terminate();
      assertThat(first.awaitExit()).as("SIGTERM ends it").isIn(0, 143);
      assertThat(first.errors()).doesNotContain("Exception");
    }

    try (var second = WorkspaceProcess.start(dir, "--load", "crm.raw=" + csv)) {
      assertThat(second.output()).contains("kept crm.raw.people: the table is already there");
      var statements = Statements.of(second.workspace("default"));
      assertThat(statements.run("SELECT id FROM crm.raw.named ORDER BY id"))
          .containsExactly(List.of("01"), List.of("03"));
      assertThat(statements.run("SHOW GRANTS ON crm.raw.people"))
          .containsExactly(List.of("users", "SELECT", "SCHEMA", "crm.raw"));
    }
  }

  @Test
  void a_taken_port_is_one_clear_line() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      assertRefused(
          WorkspaceProcess.launch(folder.resolve("w"), List.of(), "--port", port),
          "local-workspace: Port %s on 127.0.0.1 is taken; choose another with --port, or 0 for any"
              + " free one.",
          port);
    }
  }

  @Test
  void a_folder_that_is_a_file_is_one_clear_line() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    assertRefused(
        WorkspaceProcess.launch(file, List.of(), "--port", "0"),
        "local-workspace: Cannot use %s as the workspace's folder",
        file);
  }

  @Test
  void a_malformed_option_is_one_clear_line() {
    assertRefused(
        WorkspaceProcess.launch(
            folder.resolve("w"), List.of(), "--port", "0", "--load", "retail=/data"),
        "local-workspace: --load retail=/data: write it as catalog.schema=FOLDER, for example"
            + " main.retail=/data/retail");
  }

  private static void assertRefused(
      WorkspaceProcess workspace, String message, Object... arguments) {
    assertThat(workspace.awaitExit()).isEqualTo(2);
    assertThat(workspace.errors().lines())
        .singleElement()
        .asString()
        .startsWith(message.formatted(arguments));
  }
}
