// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.objects.ObjectUpload;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Staged objects in S3. */
class S3StoreTest extends S3StagingFixture {

  S3StoreTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Tag("matrix")
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
        .isEqualTo("s3://%s/%s/acme/leads/run-1/part-00000.jsonl", bucket.name(), FOLDER);
    assertThat(read("acme/leads/run-1/part-00000.jsonl"))
        .isEqualTo("{\"id\":1}\n\n".getBytes(UTF_8));
    assertThat(store.credentialClause()).isEmpty();
    assertThat(store.longestObject()).isEqualTo(83_886_080_000L);
  }

  @Tag("matrix")
  @Test
  void objects_of_any_size_arrive_as_they_are() throws IOException {
    for (int size : new int[] {0, 1, 300_000, PART + 1}) {
      byte[] bytes = random(size);

      staging.put("sizes/" + size, bytes);

      assertThat(read("sizes/" + size)).isEqualTo(bytes);
    }
  }

  @Test
  void a_small_object_is_one_call_and_a_large_one_is_parts() throws IOException {
    workspace.knobs().clearS3Calls();
    staging.put("calls/small", random(PART));
    assertThat(calls()).containsExactly("PUT");

    workspace.knobs().clearS3Calls();
    staging.put("calls/large", random(2 * PART + 1));
    assertThat(calls()).containsExactlyInAnyOrder("POST", "PUT", "PUT", "PUT", "POST");
    assertThat(calls()).startsWith("POST").endsWith("POST");
  }

  private List<String> calls() {
    return workspace.knobs().s3Calls().stream().map(call -> call.method()).toList();
  }

  @Tag("matrix")
  @Test
  void an_object_that_is_given_up_leaves_nothing() throws IOException {
    workspace.knobs().clearS3Calls();
    try (ObjectUpload upload = store.upload("given-up/small")) {
      upload.write(ROWS);
    }
    assertThat(calls()).isEmpty();

    try (ObjectUpload upload = store.upload("given-up/large")) {
      upload.write(random(3 * PART));
    }
    assertThat(store.list("given-up")).isEmpty();
    assertThat(openUploads("given-up")).isEmpty();
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(ints = {503, 0})
  void a_part_that_fails_for_now_is_sent_again(int status) throws IOException {
    byte[] bytes = random(2 * PART + 7);
    S3Fault fault =
        status == 0 ? S3Fault.reset(ANY_PART).afterBytes(100_000) : S3Fault.on(ANY_PART, status);
    workspace.knobs().add(fault.times(2));

    staging.put("retried/" + status, bytes);

    assertThat(read("retried/" + status)).isEqualTo(bytes);
  }

  @Tag("matrix")
  @Test
  void an_upload_whose_last_reply_is_lost_is_there_once_and_whole() throws IOException {
    byte[] bytes = random(PART + 9);
    workspace.knobs().add(S3Fault.reset(COMPLETION).afterTheEffect());

    staging.put("lost/part", bytes);

    assertThat(read("lost/part")).isEqualTo(bytes);
    assertThat(openUploads("lost")).isEmpty();
  }

  @Tag("matrix")
  @Test
  void an_upload_that_fails_is_aborted_and_leaves_nothing() {
    workspace.knobs().add(S3Fault.on(ANY_PART, 403));

    assertFails(
        () -> staging.put("failed/large", random(4 * PART)),
        Reason.FORBIDDEN,
        "Cannot write s3://%s/%s/failed/large on connection 'local': permission is denied. The key needs s3:PutObject, s3:GetObject, s3:ListBucket, s3:DeleteObject, s3:AbortMultipartUpload and s3:ListBucketMultipartUploads there (AccessDenied, HTTP 403");

    assertThat(store.list("failed")).isEmpty();
    assertThat(openUploads("failed")).isEmpty();
  }

  @Tag("matrix")
  @Test
  void lists_objects_at_any_depth_by_name() throws IOException {
    for (String path : List.of("deep/b/2/x", "deep/b/1", "deep/a", "deep/c/y", "deeper/z")) {
      staging.put(path, ROWS);
    }

    assertThat(store.list("deep")).containsExactly("deep/a", "deep/b/1", "deep/b/2/x", "deep/c/y");
    assertThat(store.list("deep/b")).containsExactly("deep/b/1", "deep/b/2/x");
    assertThat(store.list("")).contains("deep/a", "deeper/z");
    assertThat(store.list("never")).isEmpty();
  }

  @Tag("matrix")
  @Test
  void deletes_objects_and_leaves_out_those_that_are_missing() throws IOException {
    for (String path : List.of("gone/a", "gone/b", "gone/c")) {
      staging.put(path, ROWS);
    }
    List<String> paths = new ArrayList<>(List.of("gone/a", "gone/b"));
    IntStream.range(0, 1_100).forEach(i -> paths.add("gone/never-" + i));
    workspace.knobs().clearS3Calls();

    store.delete(paths);

    assertThat(store.list("gone")).containsExactly("gone/c");
    assertThat(calls()).containsExactly("POST", "POST", "GET");
  }

  @Tag("matrix")
  @Test
  void deletes_one_by_one_where_the_server_knows_no_batches() throws IOException {
    staging.put("single/a", ROWS);
    staging.put("single/b", ROWS);
    workspace.knobs().add(S3Fault.on("POST .*[?]delete.*", 501).code("NotImplemented").times(5));

    store.delete(List.of("single/a", "single/b", "single/never"));

    assertThat(store.list("single")).isEmpty();
  }

  @Tag("matrix")
  @Test
  void ends_uploads_that_nobody_completed() throws IOException {
    beginUpload("begun/run-1/part");
    beginUpload("begun/run-2/part");
    assertThat(openUploads("begun")).hasSize(2);

    store.abortUploads("begun/run-1", Instant.MAX);
    assertThat(openUploads("begun")).containsExactly(FOLDER + "/begun/run-2/part");

    store.abortUploads("begun", Instant.MAX);
    store.abortUploads("begun", Instant.MAX);
    assertThat(openUploads("begun")).isEmpty();
  }

  @Tag("matrix")
  @Test
  void refused_keys_missing_buckets_and_missing_permissions_are_told_apart() {
    var wrongSecret = with("staging.secretAccessKey", "hush-wrong");
    assertFails(
        wrongSecret,
        Reason.UNAUTHENTICATED,
        ": the access key, its secret or the session token is refused. Check staging.accessKeyId and staging.secretAccessKey (SignatureDoesNotMatch, HTTP 403");
    assertFails(
        with("staging.accessKeyId", "AKIAHUSH"),
        Reason.UNAUTHENTICATED,
        ": the access key, its secret or the session token is refused. Check staging.accessKeyId and staging.secretAccessKey (InvalidAccessKeyId, HTTP 403");
    assertFails(
        with("stagingPrefix", "s3://no-such-bucket/x"),
        Reason.NOT_FOUND,
        ": the bucket does not exist. Check stagingPrefix (NoSuchBucket, HTTP 404");
  }
}
