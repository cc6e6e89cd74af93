// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.databricks.sdk.core.DatabricksError;
import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.BadRequest;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.files.CreateDirectoryRequest;
import com.databricks.sdk.service.files.DirectoryEntry;
import com.databricks.sdk.service.files.ListDirectoryContentsRequest;
import com.databricks.sdk.service.files.UploadRequest;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and directories on a volume, as databricks-sdk-java puts, reads and lists them. */
class FilesTest extends FilesFixture {
  FilesTest(LocalWorkspace workspace) {
    super(workspace);
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
  void a_directory_stays_when_its_last_file_goes() {
    upload(root + "/stays/file", "x");

    files.delete(root + "/stays/file");

    assertThat(files.listDirectoryContents(root + "/stays")).isEmpty();
    assertThatThrownBy(() -> files.deleteDirectory(root))
        .isInstanceOf(BadRequest.class)
        .hasMessage("'%s' is a volume.", root);
  }

  @Test
  void gives_whole_files_only() {
    upload(root + "/whole.txt", "whole");
    var rest =
        new Rest(
            Map.of(
                "Authorization",
                "Bearer " + OAuth.token(workspace.access()),
                "Range",
                "bytes=0-1"));

    var reply = rest.get(workspace.access().url("/api/2.0/fs/files" + root + "/whole.txt"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("whole");
  }
}
