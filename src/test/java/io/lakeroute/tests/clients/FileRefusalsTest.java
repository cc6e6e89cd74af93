// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.files.CreateDirectoryRequest;
import com.databricks.sdk.service.files.FilesAPI;
import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that databricks-sdk-java does not get, or not as it was told. */
class FileRefusalsTest extends FilesFixture {
  FileRefusalsTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void a_name_is_a_files_or_a_directorys() {
    upload(root + "/named/file", "x");

    assertThatThrownBy(() -> upload(root + "/named", "x")).isInstanceOf(AlreadyExists.class);
    assertThatThrownBy(() -> upload(root + "/named/file/below", "x"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("The local workspace cannot keep a file named '%s/named/file/below'.", root);
    assertThatThrownBy(
            () ->
                files.createDirectory(
                    new CreateDirectoryRequest().setDirectoryPath(root + "/named/file")))
        .isInstanceOf(AlreadyExists.class)
        .hasMessage("A file exists at '%s/named/file'.", root);
  }

  @Test
  void what_is_not_there_is_not_found() {
    assertThatThrownBy(() -> files.download(root + "/no.txt"))
        .isInstanceOf(NotFound.class)
        .hasMessage("The file being accessed is not found.");
    assertThatThrownBy(() -> files.getMetadata(root + "/no.txt")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> files.delete(root + "/no.txt"))
        .isInstanceOf(NotFound.class)
        .hasMessage("The file being accessed is not found.");
    assertThatThrownBy(() -> upload(root + "_none/x.txt", "x"))
        .isInstanceOf(NotFound.class)
        .hasMessage("Volume '%s_none' does not exist.", workspace.name("files"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Volumes/main/default",
        "/Workspace/main/default/files/x",
        "/Volumes/main/default/files/../../../keys.properties"
      })
  void what_is_no_path_of_a_volume_is_refused(String path) {
    assertThatThrownBy(() -> upload(path, "x"))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "Invalid path '%s': /Volumes/<catalog>/<schema>/<volume>/<path> is needed.", path);
  }

  @Test
  void reading_needs_read_volume_and_every_change_write_volume_too() throws IOException {
    upload(root + "/guarded.txt", "guarded");
    Identity otto = identities.servicePrincipal("Otto");
    var grants = Grants.of(workspace);
    FilesAPI his = otto.client().files();
    String volume = workspace.name("files");
    Grant read = new Grant("READ VOLUME", "Volume", volume);

    assertDenied(() -> his.download(root + "/guarded.txt"), "USE CATALOG on Catalog 'main'");
    grants.give(new Grant("USE CATALOG", "Catalog", "main"), otto);
    String schema = "main." + workspace.access().schema();
    assertDenied(
        () -> his.download(root + "/guarded.txt"), "USE SCHEMA on Schema '" + schema + "'");
    grants.give(new Grant("USE SCHEMA", "Schema", schema), otto);
    for (Runnable call :
        new Runnable[] {
          () -> his.download(root + "/guarded.txt"),
          () -> his.listDirectoryContents(root).forEach(entry -> {}),
          () -> his.upload(request(root + "/his.txt", "x"))
        }) {
      assertDenied(call, "READ VOLUME on Volume '" + volume + "'");
    }
    assertThatThrownBy(() -> his.getMetadata(root + "/guarded.txt"))
        .isInstanceOf(PermissionDenied.class);
    grants.give(read, otto);

    try (InputStream contents = his.download(root + "/guarded.txt").getContents()) {
      assertThat(contents).hasContent("guarded");
    }
    for (Runnable call :
        new Runnable[] {
          () -> his.upload(request(root + "/his.txt", "x")),
          () -> his.delete(root + "/guarded.txt"),
          () -> his.createDirectory(new CreateDirectoryRequest().setDirectoryPath(root + "/his")),
          () -> his.deleteDirectory(root)
        }) {
      assertDenied(call, "WRITE VOLUME on Volume '" + volume + "'");
    }
    grants.give(new Grant("WRITE VOLUME", "Volume", volume), otto);

    his.upload(request(root + "/his.txt", "x"));
    his.delete(root + "/his.txt");
    grants.take(read, otto);
    assertDenied(
        () -> his.upload(request(root + "/his.txt", "x")),
        "READ VOLUME on Volume '" + volume + "'");
  }

  @Test
  void a_file_is_there_although_the_reply_was_lost() throws IOException {
    String path = root + "/lost.txt";
    workspace.knobs().add(Fault.on("PUT .*/lost.txt", 0).afterTheEffect());

    assertThatThrownBy(() -> upload(path, "not empty"))
        .isInstanceOf(DatabricksError.class)
        .hasMessageContaining("failed to respond");

    assertThat(read(path)).isEqualTo("not empty");
  }

  /** Why an upload must not be left to the SDK alone: it sends a stream twice, the second empty. */
  @Test
  void the_sdk_uploads_an_empty_file_where_it_is_told_to_try_again() throws IOException {
    String path = root + "/again.txt";
    workspace.knobs().add(Fault.on("PUT .*/again.txt", 503).header("Retry-After", "0"));

    upload(path, "not empty");

    assertThat(read(path)).isEmpty();
  }

  private static void assertDenied(Runnable call, String missing) {
    assertThatThrownBy(call::run)
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("User does not have %s.", missing);
  }
}
