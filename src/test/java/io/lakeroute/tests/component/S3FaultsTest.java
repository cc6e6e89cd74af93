// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever S3 answers has its reason, and every size of object arrives. */
@Tag("matrix")
class S3FaultsTest extends S3StagingFixture {

  S3FaultsTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void objects_around_the_size_of_a_part_arrive_as_they_are() throws IOException {
    for (int size : new int[] {PART - 1, PART, PART + 1, 3 * PART, 4 * PART + 5}) {
      byte[] bytes = random(size);

      staging.put("sizes/" + size, bytes);

      assertThat(read("sizes/" + size)).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 400})
  void parts_and_the_end_of_an_upload_are_sent_again_after(int status) throws IOException {
    byte[] bytes = random(2 * PART + 7);
    workspace.knobs().add(S3Fault.on(ANY_PART, status).code("RequestTimeout").times(2));
    workspace.knobs().add(S3Fault.on(ANY_PART, status).code("RequestTimeout").afterTheEffect());
    workspace.knobs().add(S3Fault.on(COMPLETION, 500).afterTheEffect());

    staging.put("again/" + status, bytes);

    assertThat(read("again/" + status)).isEqualTo(bytes);
    assertThat(openUploads("again")).isEmpty();
  }

  @Test
  void storage_that_stays_busy_or_full_fails_the_upload() {
    workspace.knobs().add(S3Fault.on("PUT .*busy.*", 503).times(10));
    assertFails(
        () -> staging.put("busy/x", ROWS),
        Reason.THROTTLED,
        "Cannot write s3://%s/%s/busy/x on connection 'local': the storage limits the rate of calls. Try again later (SlowDown, HTTP 503");

    workspace.knobs().add(S3Fault.on("PUT .*full.*", 507).times(10));
    assertFails(
        () -> staging.put("full/x", ROWS),
        Reason.UNAVAILABLE,
        "Cannot write s3://%s/%s/full/x on connection 'local': the storage does not answer as it should. Try again later (InsufficientStorage, HTTP 507");
  }

  @Test
  void what_is_changed_on_the_way_is_not_taken() {
    workspace.knobs().add(S3Fault.on("PUT .*bent.*", 400).code("BadDigest").times(10));

    assertFails(
        () -> staging.put("bent/x", ROWS),
        Reason.UNAVAILABLE,
        "Cannot write s3://%s/%s/bent/x on connection 'local': the storage does not answer as it should. Try again later (BadDigest, HTTP 400");
  }

  @ParameterizedTest
  @CsvSource({
    "403, ExpiredToken, UNAUTHENTICATED",
    "400, ExpiredToken, UNAUTHENTICATED",
    "403, InvalidToken, UNAUTHENTICATED",
    "403, AccessDenied, FORBIDDEN",
    "403, RequestTimeTooSkewed, CONFIGURATION",
    "400, AuthorizationHeaderMalformed, CONFIGURATION",
    "400, InvalidRequest, INVALID",
    "409, OperationAborted, CONFLICT",
    "429, TooManyRequests, THROTTLED",
    "501, NotImplemented, INVALID"
  })
  void every_code_has_its_reason(int status, String code, Reason reason) {
    workspace.knobs().add(S3Fault.on("GET .*reasons.*", status).code(code).times(10));

    assertThatThrownBy(() -> store.list("reasons"))
        .isInstanceOf(DatabricksException.class)
        .hasMessageStartingWith(
            "Cannot list s3://%s/%s/reasons on connection 'local': "
                .formatted(bucket.name(), FOLDER))
        .hasMessageContaining("(" + code + ", HTTP " + status)
        .extracting(e -> ((DatabricksException) e).getReason())
        .isEqualTo(reason);
  }
}
