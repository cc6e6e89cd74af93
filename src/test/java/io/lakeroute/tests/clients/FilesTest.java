package io.lakeroute.tests.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.service.files.CreateDirectoryRequest;
import com.databricks.sdk.service.files.DirectoryEntry;
import com.databricks.sdk.service.files.FilesAPI;
import com.databricks.sdk.service.files.ListDirectoryContentsRequest;
import com.databricks.sdk.service.files.UploadRequest;
import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and directories on a volume, as databricks-sdk-java puts, reads and lists them. */
@ExtendWith(LocalWorkspaceExtension.class)
class FilesTest {
  private final LocalWorkspace workspace;
  private final Identities identities;
  private final FilesAPI files;
  private final String root;

  FilesTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
    this.files = identities.admin().files();
    this.root = "/Volumes/main/" + workspace.access().schema() + "/files";
  }

  @BeforeAll
  static void prepare(LocalWorkspace workspace) {
    workspace.statements().run("CREATE VOLUME " + workspace.name("files"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.csv", "deep/er/part-00000.jsonl", "with blank + ünïcode %25.txt"})
  void what_was_put_is_read_again(String name) throws IOException {
    String path = root + "/put/" + name;

    upload(path, "id\n1\n");

    assertThat(read(path)).isEqualTo("id\n1\n");
    var metadata = files.getMetadata(path);
    assertThat(metadata.getContentLength()).isEqualTo(5);
    assertThat(metadata.getContentType()).isEqualTo("application/octet-stream");
    assertThat(
            ZonedDateTime.parse(metadata.getLastModified(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant())
        .isBetween(Instant.now().minus(5, ChronoUnit.MINUTES), Instant.now());
  }

  @Test
  void a_large_file_comes_back_byte_by_byte() throws IOException {
    byte[] bytes = new byte[30_000_000];
    new Random(20261121).nextBytes(bytes);
    String path = root + "/large.bin";

    files.upload(
        new UploadRequest().setFilePath(path).setContents(new ByteArrayInputStream(bytes)));

    try (InputStream contents = files.download(path).getContents()) {
      assertThat(contents.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void an_empty_file_is_a_file() throws IOException {
    upload(root + "/empty.txt", "");

    assertThat(read(root + "/empty.txt")).isEmpty();
    assertThat(files.getMetadata(root + "/empty.txt").getContentLength()).isZero();
  }

  @Test
  void a_file_is_replaced_unless_that_is_forbidden() throws IOException {
    String path = root + "/replaced.txt";
    upload(path, "first");
    upload(path, "second");

    assertThatThrownBy(() -> files.upload(request(path, "third").setOverwrite(false)))
        .isInstanceOf(AlreadyExists.class)
        .hasMessage("The file being created already exists.");
    assertThat(read(path)).isEqualTo("second");

    files.upload(request(root + "/new.txt", "new").setOverwrite(false));
    assertThat(read(root + "/new.txt")).isEqualTo("new");
  }

  @Test
  void a_directory_is_listed_page_by_page() {
    String directory = root + "/listed";
    for (int i = 0; i < 5; i++) {
      upload(directory + "/part-0000" + i + ".jsonl", "x".repeat(i));
    }
    files.createDirectory(new CreateDirectoryRequest().setDirectoryPath(directory + "/sub/sub"));
    workspace.knobs().clearCalls();

    assertThat(
            files.listDirectoryContents(
                new ListDirectoryContentsRequest().setDirectoryPath(directory).setPageSize(2L)))
        .extracting(
            DirectoryEntry::getName,
            DirectoryEntry::getPath,
            DirectoryEntry::getIsDirectory,
            DirectoryEntry::getFileSize)
        .containsExactly(
            tuple("part-00000.jsonl", directory + "/part-00000.jsonl", false, 0L),
            tuple("part-00001.jsonl", directory + "/part-00001.jsonl", false, 1L),
            tuple("part-00002.jsonl", directory + "/part-00002.jsonl", false, 2L),
            tuple("part-00003.jsonl", directory + "/part-00003.jsonl", false, 3L),
            tuple("part-00004.jsonl", directory + "/part-00004.jsonl", false, 4L),
            tuple("sub", directory + "/sub", true, null));
    assertThat(workspace.knobs().count("GET", "/api/2.0/fs/directories/.*")).isEqualTo(3);
  }

  @Test
  void a_directory_goes_when_it_is_empty() {
    String directory = root + "/going";
    upload(directory + "/file", "x");
    files.getDirectoryMetadata(directory);

    assertThatThrownBy(() -> files.deleteDirectory(directory))
        .isInstanceOf(BadRequest.class)
        .extracting(e -> ((DatabricksError) e).getErrorDetails().errorInfo().orElseThrow().reason())
        .isEqualTo("FILES_API_DIRECTORY_IS_NOT_EMPTY");
    files.delete(directory + "/file");
    files.deleteDirectory(directory);

    assertThatThrownBy(() -> files.getDirectoryMetadata(directory)).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> files.listDirectoryContents(directory).iterator().hasNext())
        .isInstanceOf(NotFound.class)
        .hasMessage("The directory being accessed is not found.");
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
          () -> his.listDirectoryContents(root).iterator().hasNext(),
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

  private void upload(String path, String text) {
    files.upload(request(path, text));
  }

  private static UploadRequest request(String path, String text) {
    return new UploadRequest()
        .setFilePath(path)
        .setContents(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private String read(String path) throws IOException {
    try (InputStream contents = files.download(path).getContents()) {
      return new String(contents.readAllBytes(), UTF_8);
    }
  }

  private static void assertDenied(Runnable call, String missing) {
    assertThatThrownBy(call::run)
        .isInstanceOf(PermissionDenied.class)
        .hasMessage("User does not have %s.", missing);
  }
}
