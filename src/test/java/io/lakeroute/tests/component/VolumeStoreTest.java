// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.service.files.FilesAPI;
import com.databricks.sdk.service.files.UploadRequest;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.objects.ObjectUpload;
import io.lakeroute.databricks.staging.objects.StagingStore;
import io.lakeroute.databricks.staging.objects.StagingStores;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Staged objects in a volume. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumeStoreTest {
  private static final String PUT = "PUT /api/2.0/fs/files/.*";
  private static final byte[] ROWS = "{\"id\":1}\n".getBytes(UTF_8);

  private final LocalWorkspace workspace;
  private final FilesAPI files;
  private final String root;
  private final StagingConnection staging;
  private final StagingStore store;

  VolumeStoreTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.files = Identities.of(workspace).admin().files();
    this.root = "/Volumes/main/" + workspace.access().schema() + "/staged/lakeroute";
    this.staging = StagingConnection.open(keys(root));
    this.store = staging.store();
  }

  private Map<String, String> keys(String prefix) {
    return with(servicePrincipal(workspace.access()), "stagingPrefix", prefix);
  }

  @BeforeAll
  void makeVolume() {
    workspace.statements().run("CREATE VOLUME " + workspace.name("staged"));
  }

  @AfterEach
  void heal() {
    workspace.knobs().clearFaults();
  }

  @AfterAll
  void close() {
    staging.close();
  }

  @Test
  void an_object_is_there_when_it_is_complete_and_not_before() throws IOException {
    try (ObjectUpload upload = store.upload("acme/leads/run-1/part-00000.jsonl")) {
      upload.write(ROWS);
      upload.write('\n');
      assertThat(store.list("acme")).isEmpty();

      upload.complete();
    }

    assertThat(store.list("acme")).containsExactly("acme/leads/run-1/part-00000.jsonl");
    assertThat(store.location("acme/leads/run-1/part-00000.jsonl"))
        .isEqualTo(root + "/acme/leads/run-1/part-00000.jsonl");
    assertThat(read("acme/leads/run-1/part-00000.jsonl"))
        .isEqualTo("{\"id\":1}\n\n".getBytes(UTF_8));
    assertThat(store.credentialClause()).isEmpty();
    assertThat(StagingStores.of(staging.connection())).isSameAs(store);
  }

  @Test
  void an_object_that_is_given_up_leaves_nothing_and_makes_no_call() throws IOException {
    workspace.knobs().clearCalls();
    try (ObjectUpload upload = store.upload("given-up/part")) {
      upload.write(ROWS);
    }

    assertThat(workspace.knobs().calls()).isEmpty();
    assertThat(store.list("given-up")).isEmpty();
  }

  @Test
  void an_object_replaces_the_one_that_was_there() throws IOException {
    staging.put("again/part", new byte[5_000]);
    staging.put("again/part", ROWS);

    assertThat(read("again/part")).isEqualTo(ROWS);
  }

  @Test
  void objects_of_any_size_arrive_as_they_are() throws IOException {
    for (int size : new int[] {0, 1, (1 << 20) - 1, 1 << 20, 3_500_000}) {
      byte[] bytes = random(size);

      staging.put("sizes/" + size, bytes);

      assertThat(read("sizes/" + size)).isEqualTo(bytes);
    }
  }

  @Test
  void a_larger_object_is_refused_before_it_is_sent() throws IOException {
    byte[] chunk = new byte[8 << 20];
    try (ObjectUpload upload = store.upload("large/part")) {
      for (long written = 0; written < store.longestObject(); written += chunk.length) {
        upload.write(chunk);
      }
      assertThatThrownBy(() -> upload.write(1))
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "Cannot write %s/large/part: an object in a volume may have 33554432 bytes. Set a smaller objectSize, shorten the rows, or use a bucket in S3.",
              root);
    }
  }

  @Tag("matrix")
  @Test
  void an_upload_is_sent_again_whole() throws IOException {
    isSentAgainWhole(503);
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(ints = {429, 0})
  void an_upload_is_sent_again_whole_after(int status) throws IOException {
    isSentAgainWhole(status);
  }

  private void isSentAgainWhole(int status) throws IOException {
    byte[] bytes = random(2_500_000);
    workspace.knobs().clearCalls();
    workspace.knobs().add(Fault.on(PUT, status).times(2));

    staging.put("refused/" + status, bytes);

    assertThat(read("refused/" + status)).isEqualTo(bytes);
    assertThat(workspace.knobs().count("PUT", "/api/2.0/fs/files/.*")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {503, 0})
  void an_upload_whose_reply_is_lost_is_there_once_and_whole(int status) throws IOException {
    byte[] bytes = random(100_000);
    workspace.knobs().add(Fault.on(PUT, status).afterTheEffect());

    staging.put("lost-" + status + "/part", bytes);

    assertThat(store.list("lost-" + status)).containsExactly("lost-" + status + "/part");
    assertThat(read("lost-" + status + "/part")).isEqualTo(bytes);
  }

  @Test
  void an_upload_that_did_not_arrive_though_the_reply_says_so_is_sent_again() throws IOException {
    workspace.knobs().add(Fault.on(PUT, 204));

    staging.put("claimed/part", ROWS);

    assertThat(read("claimed/part")).isEqualTo(ROWS);

    workspace.knobs().add(Fault.on(PUT, 204).times(3));
    assertThatThrownBy(() -> staging.put("claimed/never", ROWS))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "Cannot write %s/claimed/never: 0 of 9 bytes arrived, in each of 3 attempts. Check the proxy, or try again later.",
            root)
        .extracting(e -> ((DatabricksException) e).getReason())
        .isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void a_token_that_is_refused_is_replaced() throws IOException {
    workspace.knobs().add(Fault.on(PUT, 401));

    staging.put("renewed/part", ROWS);

    assertThat(read("renewed/part")).isEqualTo(ROWS);
  }

  @Test
  void an_upload_that_failed_leaves_no_file() throws IOException {
    workspace.knobs().add(Fault.on(PUT, 403).afterTheEffect());

    assertThatThrownBy(() -> staging.put("denied/part", ROWS))
        .isInstanceOf(DatabricksException.class)
        .hasMessageStartingWith("Cannot write " + root + "/denied/part on connection 'local': ")
        .extracting(e -> ((DatabricksException) e).getReason())
        .isEqualTo(Reason.FORBIDDEN);

    assertThat(store.list("denied")).isEmpty();
  }

  @Test
  void lists_objects_at_any_depth_by_name() throws IOException {
    for (String path : List.of("deep/b/2/x", "deep/b/1", "deep/a", "deep/c/y")) {
      staging.put(path, ROWS);
    }

    assertThat(store.list("deep")).containsExactly("deep/a", "deep/b/1", "deep/b/2/x", "deep/c/y");
    assertThat(store.list("deep/b")).containsExactly("deep/b/1", "deep/b/2/x");
    assertThat(store.list("")).contains("deep/a");
  }

  @Tag("matrix")
  @Test
  void lists_more_than_a_page() throws IOException {
    String folder = root + "/many";
    for (int i = 0; i < 1_003; i++) {
      files.upload(
          new UploadRequest()
              .setFilePath(folder + "/part-%05d".formatted(i))
              .setContents(InputStream.nullInputStream()));
    }

    assertThat(store.list("many")).hasSize(1_003).isSorted();
  }

  @Test
  void deletes_objects_and_the_folders_that_are_empty_then() throws IOException {
    for (String path : List.of("gone/run-1/a", "gone/run-1/b", "gone/run-2/c")) {
      staging.put(path, ROWS);
    }

    store.delete(List.of("gone/run-1/a", "gone/run-1/b", "gone/run-1/never-there"));

    assertThat(store.list("gone")).containsExactly("gone/run-2/c");
    assertThat(files.listDirectoryContents(root + "/gone"))
        .extracting(entry -> entry.getName())
        .containsExactly("run-2");

    store.delete(List.of("gone/run-2/c"));
    assertThat(files.listDirectoryContents(root)).noneMatch(e -> e.getName().equals("gone"));
  }

  @Test
  void what_is_missing_is_not_missed() {
    assertThat(store.list("never")).isEmpty();
    store.delete(List.of("never/there"));
    store.abortUploads("never", Instant.MAX);
  }

  @Test
  void a_missing_volume_is() {
    String none = "/Volumes/main/" + workspace.access().schema() + "/no_volume/x";
    String why =
        ": main.%s.no_volume does not exist, or the principal may not see it (HTTP 404). Check the spelling and the grants USE CATALOG, USE SCHEMA and READ VOLUME."
            .formatted(workspace.access().schema());
    try (StagingConnection other = StagingConnection.open(keys(none))) {
      assertNotFound(
          () -> other.put("part", ROWS),
          "Cannot write " + none + "/part on connection 'local'" + why);
      String root = none.substring(0, none.length() - 2);
      assertNotFound(
          () -> other.store().list("run"), "Cannot list " + root + " on connection 'local'" + why);
      assertNotFound(
          () -> other.store().delete(List.of("run/x")),
          "Cannot list " + root + " on connection 'local'" + why);
    }
  }

  private static void assertNotFound(ThrowingCall call, String message) {
    assertThatThrownBy(call::make)
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message)
        .extracting(e -> ((DatabricksException) e).getReason())
        .isEqualTo(Reason.NOT_FOUND);
  }

  @FunctionalInterface
  private interface ThrowingCall {
    void make() throws Exception;
  }

  private byte[] read(String path) throws IOException {
    try (InputStream contents = files.download(root + "/" + path).getContents()) {
      return contents.readAllBytes();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
