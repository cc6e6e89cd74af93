// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.connection.Workers;
import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.ProfileReader;
import io.lakeroute.databricks.staging.objects.RecordingS3.Request;
import io.lakeroute.databricks.waiting.StatementGate;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How S3 is called: what a request holds, and what limits it. */
class S3CallsTest {

  private static final String PREFIX = "databricks.connections.acme.";
  private static final byte[] ROWS = "{\"id\":1}\n".getBytes(StandardCharsets.UTF_8);

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Workers workers = new Workers(camel);
  private final Map<String, String> properties = new HashMap<>();
  private RecordingS3 server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingS3();
    camel.start();
    set("host", "https://dbc-1.cloud.databricks.com");
    set("warehouseId", "0123456789abcdef");
    set("clientId", "sp");
    set("clientSecret", "hush");
    set("stagingPrefix", "s3://acme-staging/lakeroute");
    set("staging.endpoint", server.url());
    set("staging.accessKeyId", "hush-id");
    set("staging.secretAccessKey", "hush-key");
  }

  @AfterEach
  void stop() {
    server.close();
    workers.close();
    camel.stop();
  }

  private void set(String key, String value) {
    properties.put(PREFIX + key, value);
  }

  private WorkspaceConnection open(UnaryOperator<String> again) {
    ConnectionProfile profile = ProfileReader.read(properties, again).get("acme");
    return new WorkspaceConnection(profile, new StatementGate("w1", 1), workers);
  }

  private WorkspaceConnection open() {
    return open(properties::get);
  }

  private static void put(WorkspaceConnection connection, byte[] bytes) throws IOException {
    try (ObjectUpload upload = StagingStores.of(connection).upload("run-1/part")) {
      upload.write(bytes);
      upload.complete();
    }
  }

  @Test
  void over_tls_an_object_carries_its_md5_as_its_body_is_not_signed() throws Exception {
    set("staging.endpoint", "https://127.0.0.1:1");
    try (WorkspaceConnection connection = open()) {
      assertThat(S3Bodies.md5((S3Store) StagingStores.of(connection), ROWS, ROWS.length))
          .contains(
              Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(ROWS)));
    }
  }

  @Test
  void an_object_carries_a_signed_hash_of_its_body_and_no_trailer() throws Exception {
    try (WorkspaceConnection connection = open()) {
      put(connection, ROWS);
    }

    assertThat(server.requests()).hasSize(1);
    assertPlain(server.requests().get(0), ROWS);
    assertThat(server.requests().get(0).target()).isEqualTo("/acme-staging/lakeroute/run-1/part");
    assertThat(server.requests().get(0).header("User-Agent")).startsWith("Lakeroute/");
  }

  @Test
  void so_does_every_part() throws Exception {
    byte[] bytes = new byte[S3Parts.PART + 3];
    bytes[S3Parts.PART] = 7;
    try (WorkspaceConnection connection = open()) {
      put(connection, bytes);
    }

    List<Request> parts =
        server.requests().stream()
            .filter(request -> request.method().equals("PUT"))
            .sorted((a, b) -> a.target().compareTo(b.target()))
            .toList();
    assertThat(parts).hasSize(2);
    assertPlain(parts.get(0), new byte[S3Parts.PART]);
    assertPlain(parts.get(1), new byte[] {7, 0, 0});
  }

  private static void assertPlain(Request request, byte[] body) throws Exception {
    assertThat(request.body()).isEqualTo(body);
    assertThat(request.header("x-amz-content-sha256"))
        .as("the signed body")
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
    assertThat(request.header("Content-MD5")).isNull();
    assertThat(request.header("x-amz-trailer")).isNull();
    assertThat(request.header("Content-Encoding")).isNull();
    assertThat(request.header("Content-Length")).isEqualTo(String.valueOf(body.length));
  }

  @Test
  void a_key_that_is_refused_is_looked_up_again() throws IOException {
    server.answer(
        request -> request.header("Authorization").contains("Credential=new-id/") ? 200 : 403);
    AtomicReference<String> id = new AtomicReference<>("hush-id");
    try (WorkspaceConnection connection =
        open(key -> key.endsWith(".accessKeyId") ? id.get() : properties.get(key))) {
      assertThatThrownBy(() -> put(connection, ROWS))
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "Cannot write s3://acme-staging/lakeroute/run-1/part on connection 'acme': the access key, its secret or"
                  + " the session token is refused. Check staging.accessKeyId and staging.secretAccessKey"
                  + " (InvalidAccessKeyId, HTTP 403).")
          .hasStackTraceContaining("S3Exception")
          .satisfies(e -> assertThat(texts(e)).doesNotContain("hush"))
          .extracting(e -> ((DatabricksException) e).getReason())
          .isEqualTo(Reason.UNAUTHENTICATED);
      assertThat(server.requests()).hasSize(1);

      id.set("new-id");
      put(connection, ROWS);

      assertThat(server.requests()).hasSize(3);
    }
  }

  private static String texts(Throwable failure) {
    StringBuilder texts = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      texts.append(t).append('\n');
    }
    return texts.toString();
  }

  @Test
  void storage_that_hangs_holds_no_upload_and_no_thread() throws IOException {
    Set<Thread> before = threads();
    try (WorkspaceConnection connection = open()) {
      server.hang();
      for (int size : new int[] {1, 3 * S3Parts.PART}) {
        long start = System.nanoTime();

        assertThatThrownBy(
                () -> {
                  try (TimeLimit limit = TimeLimit.within(Duration.ofSeconds(1))) {
                    put(connection, new byte[size]);
                  }
                })
            .isInstanceOf(DatabricksException.class)
            .hasMessage(
                "Cannot write s3://acme-staging/lakeroute/run-1/part on connection 'acme': the storage does not answer."
                    + " Check staging.endpoint and the network, or try again later.")
            .extracting(e -> ((DatabricksException) e).getReason())
            .isEqualTo(Reason.UNAVAILABLE);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(13));
      }
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(threads())
                    .filteredOn(thread -> !before.contains(thread))
                    .filteredOn(thread -> thread.getName().startsWith("sdk-"))
                    .isEmpty());
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream().collect(Collectors.toSet());
  }

  @Test
  void a_port_where_nobody_answers_fails_as_unavailable() {
    server.close();
    try (WorkspaceConnection connection = open()) {
      assertThatThrownBy(() -> StagingStores.of(connection).list("x"))
          .isInstanceOf(DatabricksException.class)
          .hasMessage(
              "Cannot list s3://acme-staging/lakeroute/x on connection 'acme': the storage does not answer. Check"
                  + " staging.endpoint and the network, or try again later.");
    }
  }

  @Test
  void the_statement_carries_the_temporary_credentials_or_a_name_or_nothing() {
    try (WorkspaceConnection connection = open()) {
      assertThat(StagingStores.of(connection).credentialClause()).isEmpty();
    }
    set("staging.copyCredential", "acme-reader");
    try (WorkspaceConnection connection = open()) {
      assertThat(StagingStores.of(connection).credentialClause())
          .isEqualTo("WITH (CREDENTIAL `acme-reader`)");
    }
    set("staging.copyCredential", "inline");
    set("staging.sessionToken", "to'k\\en");
    try (WorkspaceConnection connection = open()) {
      assertThat(StagingStores.of(connection).credentialClause())
          .isEqualTo(
              "WITH (CREDENTIAL (AWS_ACCESS_KEY = 'hush-id', AWS_SECRET_KEY = 'hush-key', AWS_SESSION_TOKEN ="
                  + " 'to\\'k\\\\en'))");
    }
  }

  @Test
  void without_the_library_the_message_names_it() throws Exception {
    assertThat(WithoutAws.messageOf(properties))
        .isEqualTo(
            "CONFIGURATION Connection 'acme' stages objects in S3, and software.amazon.awssdk:s3 is missing. Add"
                + " camel-aws2-s3, or software.amazon.awssdk:s3 and software.amazon.awssdk:apache-client, to the class"
                + " path; or set stagingPrefix to a volume.");

    set("stagingPrefix", "/Volumes/main/crm/staging");
    properties.keySet().removeIf(key -> key.contains(".staging."));
    assertThat(WithoutAws.messageOf(properties)).isEqualTo("opened /Volumes/main/crm/staging");
  }
}
