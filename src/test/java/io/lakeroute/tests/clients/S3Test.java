// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The S3 server of the local workspace, called by the SDK of AWS. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3Test {
  private static final int PART = 8 << 20;

  private final Bucket bucket;
  private final S3Client s3;

  S3Test(LocalWorkspace workspace) {
    bucket = workspace.bucket();
    s3 = bucket.client();
  }

  @AfterAll
  void close() {
    s3.close();
  }

  @Test
  void keeps_an_object_and_gives_it_back() {
    put("kept/a b+ü.csv", "id\n1\n");

    assertThat(read("kept/a b+ü.csv")).isEqualTo("id\n1\n");
    assertThat(s3.headObject(request -> request.bucket(bucket.name()).key("kept/a b+ü.csv")))
        .satisfies(head -> assertThat(head.contentLength()).isEqualTo(5));
    assertThatThrownBy(() -> read("kept/missing.csv")).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void refuses_a_wrong_secret() {
    assertRefused(bucket.withKeys(bucket.accessKey(), "wrong").client(), "SignatureDoesNotMatch");
  }

  @Test
  void refuses_an_unknown_access_key() {
    assertRefused(
        bucket.withKeys("AKIAUNKNOWN", bucket.secretKey()).client(), "InvalidAccessKeyId");
  }

  @Test
  void refuses_anonymous_calls() {
    assertRefused(bucket.client(AnonymousCredentialsProvider.create()), "AccessDenied");
  }

  @Test
  void takes_any_session_token_and_checks_the_secret_still() {
    put("token/a.csv", "id\n");
    assertThat(list(bucket.client(session(bucket.secretKey())), "token/"))
        .containsExactly("token/a.csv");
    assertRefused(bucket.client(session("wrong")), "SignatureDoesNotMatch");
  }

  private StaticCredentialsProvider session(String secret) {
    return StaticCredentialsProvider.create(
        AwsSessionCredentials.create(bucket.accessKey(), secret, "any-token"));
  }

  private void assertRefused(S3Client client, String code) {
    try (client) {
      assertFails(() -> list(client, ""), 403, code);
      assertFails(
          () ->
              client.putObject(r -> r.bucket(bucket.name()).key("x"), RequestBody.fromString("x")),
          403,
          code);
    }
  }

  @Test
  void a_bucket_that_is_missing_is_named_so() {
    assertFails(
        () -> s3.listObjectsV2(request -> request.bucket("no-such-bucket")), 404, "NoSuchBucket");
  }

  @Test
  void takes_server_side_encryption() {
    s3.putObject(
        request ->
            request
                .bucket(bucket.name())
                .key("encrypted/a.csv")
                .serverSideEncryption(ServerSideEncryption.AES256),
        RequestBody.fromString("id\n"));

    assertThat(read("encrypted/a.csv")).isEqualTo("id\n");
  }

  @Test
  void joins_the_parts_of_an_upload() {
    byte[] bytes = new byte[2 * PART + 12_345];
    new Random(7).nextBytes(bytes);
    String id = create("parts/big.bin");
    var parts = new ArrayList<CompletedPart>();
    for (int i = 0; i < 3; i++) {
      byte[] part = Arrays.copyOfRange(bytes, i * PART, Math.min((i + 1) * PART, bytes.length));
      parts.add(part(id, "parts/big.bin", i + 1, part));
    }
    assertThat(list(s3, "parts/")).as("before it is complete").isEmpty();
    complete(id, "parts/big.bin", parts);

    assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket.name()).key("parts/big.bin")).asByteArray())
        .isEqualTo(bytes);
    assertThat(openUploads("parts/")).isEmpty();
  }

  @Test
  void lists_uploads_that_are_open_and_forgets_aborted_ones() {
    String first = create("open/1/a.csv");
    String second = create("open/1/a.csv");
    create("open/2.csv");
    part(first, "open/1/a.csv", 1, new byte[] {1});

    assertThat(openUploads("open/"))
        .extracting(MultipartUpload::key)
        .containsExactly("open/1/a.csv", "open/1/a.csv", "open/2.csv");
    abort(first, "open/1/a.csv");

    assertThat(openUploads("open/1")).extracting(MultipartUpload::uploadId).containsExactly(second);
    assertFails(() -> part(first, "open/1/a.csv", 2, new byte[] {2}), 404, "NoSuchUpload");
    assertFails(() -> complete(first, "open/1/a.csv", List.of()), 404, "NoSuchUpload");
    assertFails(() -> abort(first, "open/1/a.csv"), 404, "NoSuchUpload");
    assertThat(list(s3, "open/")).isEmpty();
  }

  @Test
  void lists_page_by_page() {
    for (int i = 0; i < 5; i++) {
      put("paged/" + i, "");
    }
    var first = s3.listObjectsV2(r -> r.bucket(bucket.name()).prefix("paged/").maxKeys(2));
    assertThat(first.isTruncated()).isTrue();
    assertThat(first.contents()).hasSize(2);

    assertThat(
            s3.listObjectsV2Paginator(r -> r.bucket(bucket.name()).prefix("paged/").maxKeys(2))
                .contents())
        .extracting(S3Object::key)
        .containsExactly("paged/0", "paged/1", "paged/2", "paged/3", "paged/4");
  }

  @Test
  void deletes_one_object_and_many() {
    List.of("deleted/1", "deleted/2", "deleted/3", "deleted/4").forEach(key -> put(key, "x"));

    s3.deleteObject(request -> request.bucket(bucket.name()).key("deleted/1"));
    s3.deleteObject(request -> request.bucket(bucket.name()).key("deleted/never-there"));
    s3.deleteObjects(
        request ->
            request
                .bucket(bucket.name())
                .delete(d -> d.objects(identifier("deleted/2"), identifier("deleted/3"))));

    assertThat(list(s3, "deleted/")).containsExactly("deleted/4");
  }

  private static ObjectIdentifier identifier(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  private void put(String key, String text) {
    s3.putObject(
        request -> request.bucket(bucket.name()).key(key), RequestBody.fromString(text, UTF_8));
  }

  private String read(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket.name()).key(key)).asUtf8String();
  }

  private List<String> list(S3Client client, String prefix) {
    return client.listObjectsV2(r -> r.bucket(bucket.name()).prefix(prefix)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private String create(String key) {
    return s3.createMultipartUpload(r -> r.bucket(bucket.name()).key(key)).uploadId();
  }

  private CompletedPart part(String id, String key, int number, byte[] bytes) {
    var reply =
        s3.uploadPart(
            r -> r.bucket(bucket.name()).key(key).uploadId(id).partNumber(number),
            RequestBody.fromBytes(bytes));
    return CompletedPart.builder().partNumber(number).eTag(reply.eTag()).build();
  }

  private void complete(String id, String key, List<CompletedPart> parts) {
    s3.completeMultipartUpload(
        r -> r.bucket(bucket.name()).key(key).uploadId(id).multipartUpload(u -> u.parts(parts)));
  }

  private void abort(String id, String key) {
    s3.abortMultipartUpload(r -> r.bucket(bucket.name()).key(key).uploadId(id));
  }

  private List<MultipartUpload> openUploads(String prefix) {
    return s3.listMultipartUploads(r -> r.bucket(bucket.name()).prefix(prefix)).uploads();
  }

  private static void assertFails(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.type(S3Exception.class))
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
