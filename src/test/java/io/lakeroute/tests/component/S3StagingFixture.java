// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.staging.objects.StagingStore;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** A staging place in the local workspace's bucket, and a look at what is there. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3StagingFixture {
  static final int PART = 8 << 20;
  static final String ANY_PART = "PUT .*partNumber=.*";
  static final String COMPLETION = "POST .*uploadId=.*";
  static final byte[] ROWS = "{\"id\":1}\n".getBytes(UTF_8);
  static final String FOLDER = "lakeroute/prod";

  final LocalWorkspace workspace;
  final Bucket bucket;
  final S3Client s3;
  final StagingConnection staging;
  final StagingStore store;

  S3StagingFixture(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.bucket = workspace.bucket();
    this.s3 = bucket.client();
    this.staging = StagingConnection.open(keys());
    this.store = staging.store();
  }

  final Map<String, String> keys() {
    Map<String, String> keys = new HashMap<>(servicePrincipal(workspace.access()));
    keys.put("stagingPrefix", "s3://" + bucket.name() + "/" + FOLDER);
    keys.put("staging.region", bucket.region());
    keys.put("staging.endpoint", bucket.endpoint().toString());
    keys.put("staging.accessKeyId", bucket.accessKey());
    keys.put("staging.secretAccessKey", bucket.secretKey());
    return keys;
  }

  final Map<String, String> with(String key, String value) {
    return ComponentContext.with(keys(), key, value);
  }

  @AfterEach
  void heal() {
    workspace.knobs().clearFaults();
  }

  @AfterAll
  void close() {
    staging.close();
    s3.close();
  }

  final byte[] read(String path) {
    return s3.getObjectAsBytes(r -> r.bucket(bucket.name()).key(FOLDER + "/" + path)).asByteArray();
  }

  final List<String> openUploads(String folder) {
    return s3
        .listMultipartUploads(r -> r.bucket(bucket.name()).prefix(FOLDER + "/" + folder))
        .uploads()
        .stream()
        .map(MultipartUpload::key)
        .toList();
  }

  final void beginUpload(String path) {
    s3.createMultipartUpload(r -> r.bucket(bucket.name()).key(FOLDER + "/" + path));
  }

  /** What connections with these keys say to a list and to an upload; no secret of theirs. */
  final void assertFails(Map<String, String> keys, Reason reason, String why) {
    try (StagingConnection other = StagingConnection.open(keys)) {
      String place = keys.get("stagingPrefix");
      assertFails(
          () -> other.store().list("x"),
          reason,
          "Cannot list " + place + "/x on connection 'local'" + why);
      assertFails(
          () -> other.put("x", ROWS),
          reason,
          "Cannot write " + place + "/x on connection 'local'" + why);
    }
  }

  /**
   * @param start of the message, with places for the bucket and the folder
   */
  final void assertFails(ThrowingCallable call, Reason reason, String start) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> {
              assertThat(e).hasMessageStartingWith(start.formatted(bucket.name(), FOLDER));
              assertThat(e.getReason()).isEqualTo(reason);
              assertThat(trace(e))
                  .doesNotContainIgnoringCase("hush")
                  .doesNotContain(bucket.secretKey(), bucket.accessKey());
            });
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
