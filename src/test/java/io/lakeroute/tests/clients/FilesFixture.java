// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.databricks.sdk.service.files.FilesAPI;
import com.databricks.sdk.service.files.UploadRequest;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** A volume of the test's own, and the administrator's files in it. */
@ExtendWith(LocalWorkspaceExtension.class)
abstract class FilesFixture {
  final LocalWorkspace workspace;
  final Identities identities;
  final FilesAPI files;
  final String root;

  FilesFixture(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
    this.files = identities.admin().files();
    this.root = "/Volumes/main/" + workspace.access().schema() + "/files";
  }

  @BeforeAll
  static void prepare(LocalWorkspace workspace) {
    workspace.statements().run("CREATE VOLUME " + workspace.name("files"));
  }

  void upload(String path, String text) {
    files.upload(request(path, text));
  }

  static UploadRequest request(String path, String text) {
    return new UploadRequest()
        .setFilePath(path)
        .setContents(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  String read(String path) throws IOException {
    try (InputStream contents = files.download(path).getContents()) {
      return new String(contents.readAllBytes(), UTF_8);
    }
  }
}
