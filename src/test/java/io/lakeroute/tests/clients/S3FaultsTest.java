// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.Knobs;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Each fault of the S3 server, as a client that does not retry sees it. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3FaultsTest {
  private static final byte[] PART = new byte[8 << 20];

  private final LocalWorkspace workspace;
  private final Knobs knobs;
  private final Bucket bucket;
  private final S3Client s3;

  S3FaultsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.knobs = workspace.knobs();
    bucket = workspace.bucket();
    s3 = bucket.patientClient(1);
  }

  @AfterAll
  void close() {
    s3.close();
  }

  @Test
  void a_part_is_answered_slow_down_once_it_is_read() {
    assertAnswered(503, "SlowDown");
  }

  @ParameterizedTest
  @CsvSource({
    "503, SlowDown",
    "500, InternalError",
    "403, AccessDenied",
    "507, InsufficientStorage"
  })
  void a_part_is_answered_with_an_error_once_it_is_read(int status, String code) {
    assertAnswered(status, code);
  }

  private void assertAnswered(int status, String code) {
    String key = "faults/error-" + status;
    String id = create(key);
    knobs.add(S3Fault.on("PUT .*/" + key + ".*", status));

    assertThatThrownBy(() -> part(id, key))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
    assertThat(part(id, key)).as("the next one").isNotNull();
  }

  @Test
  void an_error_can_have_another_code() {
    knobs.add(S3Fault.on("GET /workspace.*", 400).code("ExpiredToken"));

    assertThatThrownBy(this::list)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken"));
  }

  @Test
  void a_fault_lasts_for_its_times_and_for_its_keys() {
    knobs.add(S3Fault.on("PUT /workspace/faults/times/.*", 503).times(3));
    knobs.clearS3Calls();

    put("faults/other");
    try (S3Client patient = bucket.patientClient(4)) {
      patient.putObject(
          request -> request.bucket(bucket.name()).key("faults/times/a"),
          RequestBody.fromString("x"));
    }

    assertThat(knobs.s3Calls())
        .extracting(call -> call.path().replaceFirst("[?].*", "") + " " + call.status())
        .containsExactly(
            "/workspace/faults/other 200",
            "/workspace/faults/times/a 503",
            "/workspace/faults/times/a 503",
            "/workspace/faults/times/a 503",
            "/workspace/faults/times/a 200");
  }

  @Test
  void a_connection_is_reset_in_the_middle_of_a_part() {
    String id = create("faults/reset");
    knobs.add(S3Fault.reset("PUT .*/faults/reset.*").afterBytes(3_000_000));

    assertThatThrownBy(() -> part(id, "faults/reset"))
        .isInstanceOf(SdkClientException.class)
        .hasStackTraceContaining("SocketException");
    assertThat(s3.listParts(r -> r.bucket(bucket.name()).key("faults/reset").uploadId(id)).parts())
        .isEmpty();
  }

  @Test
  void a_connection_is_reset_in_the_middle_of_a_download() {
    s3.putObject(
        request -> request.bucket(bucket.name()).key("faults/cut"), RequestBody.fromBytes(PART));
    knobs.add(S3Fault.reset("GET .*/faults/cut.*").afterBytes(3_000_000));

    assertThatThrownBy(() -> s3.getObjectAsBytes(r -> r.bucket(bucket.name()).key("faults/cut")))
        .isInstanceOf(SdkClientException.class);
    assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket.name()).key("faults/cut")).asByteArray())
        .hasSize(PART.length);
  }

  @Test
  void the_reply_of_an_upload_that_took_effect_is_lost() {
    String id = create("faults/lost");
    CompletedPart part = part(id, "faults/lost");
    knobs.add(S3Fault.reset("POST .*/faults/lost.*").afterTheEffect());

    assertThatThrownBy(() -> complete(id, "faults/lost", part))
        .isInstanceOf(SdkClientException.class);
    assertThat(s3.headObject(r -> r.bucket(bucket.name()).key("faults/lost")).contentLength())
        .isEqualTo(PART.length);
    complete(id, "faults/lost", part); // S3 takes the same call again
  }

  @Test
  void an_upload_that_took_effect_is_answered_with_an_error() {
    knobs.add(S3Fault.on("PUT .*/faults/after.*", 500).afterTheEffect());

    assertThatThrownBy(() -> put("faults/after")).isInstanceOf(S3Exception.class);
    assertThat(s3.headObject(r -> r.bucket(bucket.name()).key("faults/after")).contentLength())
        .isEqualTo(1);
  }

  @Test
  void an_answer_is_late() {
    knobs.add(S3Fault.delay("PUT .*/faults/late.*", 400));
    long start = System.nanoTime();

    put("faults/late");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
  }

  @Test
  void faults_are_forgotten_with_those_of_the_workspace() {
    knobs.add(S3Fault.on("PUT .*", 503).times(100));
    knobs.clearFaults();

    put("faults/cleared");
  }

  @Test
  void what_is_no_fault_is_refused() {
    var url = workspace.access().url("/local/s3/faults");

    assertThat(Rest.anonymous().post(url, Map.of("match", "((")).text())
        .contains("match is no regular expression: Unclosed group");
    assertThat(Rest.anonymous().post(url, Map.of("status", 200)).status()).isEqualTo(400);
  }

  private void put(String key) {
    s3.putObject(request -> request.bucket(bucket.name()).key(key), RequestBody.fromString("x"));
  }

  private void list() {
    s3.listObjectsV2(request -> request.bucket(bucket.name()));
  }

  private String create(String key) {
    return s3.createMultipartUpload(r -> r.bucket(bucket.name()).key(key)).uploadId();
  }

  private CompletedPart part(String id, String key) {
    var reply =
        s3.uploadPart(
            r -> r.bucket(bucket.name()).key(key).uploadId(id).partNumber(1),
            RequestBody.fromBytes(PART));
    return CompletedPart.builder().partNumber(1).eTag(reply.eTag()).build();
  }

  private void complete(String id, String key, CompletedPart part) {
    s3.completeMultipartUpload(
        r ->
            r.bucket(bucket.name())
                .key(key)
                .uploadId(id)
                .multipartUpload(u -> u.parts(List.of(part))));
  }
}
