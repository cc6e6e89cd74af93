// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.service.catalog.PermissionsChange;
import com.databricks.sdk.service.catalog.Privilege;
import com.databricks.sdk.service.catalog.UpdatePermissions;
import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryFilter;
import com.databricks.sdk.service.sql.QueryInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Knobs.S3Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Statements;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** COPY INTO of objects of S3, with each kind of credentials. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CopyIntoS3Test {
  private final LocalWorkspace workspace;
  private final Statements statements;
  private final Bucket bucket;
  private final S3Client s3;
  private final Identities.Identity someone;

  CopyIntoS3Test(LocalWorkspace workspace) {
    this.workspace = workspace;
    statements = workspace.statements();
    bucket = workspace.bucket();
    s3 = bucket.client();
    someone = Identities.of(workspace).warehouseUser("Copies");
  }

  @BeforeAll
  void prepare() {
    put("copy/a.json", "{\"id\":1,\"name\":\"Ann\"}\n");
    put("copy/b.json", "{\"id\":2,\"name\":\"Bo\"}\n");
    statements.run("CREATE TABLE shared (id BIGINT, name STRING)");
    statements.run("GRANT USE CATALOG ON CATALOG main TO `%s`".formatted(someone.name()));
    statements.run(
        "GRANT USE SCHEMA ON SCHEMA %s TO `%s`"
            .formatted(workspace.access().schema(), someone.name()));
    statements.run("GRANT MODIFY, SELECT ON shared TO `%s`".formatted(someone.name()));
  }

  @AfterAll
  void close() {
    s3.close();
  }

  @Test
  void objects_are_loaded_once_with_the_keys_of_the_statement() {
    statements.run("CREATE TABLE inline_ (id BIGINT, name STRING)");
    String load = "COPY INTO inline_ FROM " + source("copy", inline(bucket)) + " FILEFORMAT = JSON";

    assertThat(statements.run(load)).isEqualTo(loaded(2));
    assertThat(statements.run(load)).isEqualTo(loaded(0));
    put("copy/inline/c.json", "{\"id\":3}\n");
    assertThat(
            statements.run(
                "COPY INTO inline_ FROM (SELECT id, 'c' AS name FROM %s) FILEFORMAT = JSON FILES = ('c.json')"
                    .formatted(source("copy/inline", inline(bucket)))))
        .isEqualTo(loaded(1));
    assertThat(statements.run("SELECT id, name FROM inline_ ORDER BY id"))
        .isEqualTo(List.of(List.of("1", "Ann"), List.of("2", "Bo"), List.of("3", "c")));
  }

  @Test
  void csv_with_line_breaks_in_values_is_read() {
    put("formats/a.csv", "id,name\n1,\"Ann\nBo\"\n");
    statements.run("CREATE TABLE csv (id BIGINT, name STRING)");

    assertThat(
            statements.run(
                """
                COPY INTO csv FROM (SELECT CAST(id AS BIGINT) id, name FROM %s) FILEFORMAT = CSV
                FORMAT_OPTIONS ('header' = 'true', 'multiLine' = 'true')"""
                    .formatted(source("formats", inline(bucket)))))
        .isEqualTo(loaded(1));
    assertThat(statements.run("SELECT name FROM csv")).isEqualTo(List.of(List.of("Ann\nBo")));
  }

  @Test
  void a_wrong_secret_is_refused_even_where_the_right_one_was_just_used() {
    assertThat(failure(statements, source("copy", inline(bucket)) + " FILEFORMAT = JSON VALIDATE"))
        .isEmpty();
    for (var wrong :
        List.of(
            bucket.withKeys(bucket.accessKey(), "wrong-secret-of-mine"),
            bucket.withKeys("AKIAUNKNOWN", bucket.secretKey()))) {
      assertThat(failure(statements, source("copy", inline(wrong)) + " FILEFORMAT = JSON"))
          .isEqualTo(
              "[UNAUTHORIZED_ACCESS] Unauthorized access:\nS3 refuses these credentials for"
                  + " 's3://workspace/copy' (403 Forbidden). SQLSTATE: 42501");
    }
  }

  @Test
  void a_session_token_goes_along() {
    assertThat(
            failure(
                statements,
                source("copy", inline(bucket).replace(")", ", AWS_SESSION_TOKEN = 'any-token')"))
                    + " FILEFORMAT = JSON VALIDATE 1 ROWS"))
        .isEmpty();
  }

  @Test
  void without_credentials_the_bucket_is_an_external_location() {
    String load = source("copy", "") + " FILEFORMAT = JSON";
    var own = Statements.of(someone.access());
    assertThat(failure(own, load))
        .isEqualTo(
            "PERMISSION_DENIED: User does not have READ FILES on External Location 'local_s3'.");

    statements.run(
        "GRANT READ FILES ON EXTERNAL LOCATION local_s3 TO `%s`".formatted(someone.name()));
    assertThat(own.run("COPY INTO shared FROM " + load)).isEqualTo(loaded(2));
    assertThat(
            own.run(
                "COPY INTO shared FROM "
                    + source("copy", "CREDENTIAL local_s3")
                    + " FILEFORMAT = JSON"))
        .isEqualTo(loaded(0));

    statements.run(
        "REVOKE READ FILES ON EXTERNAL LOCATION local_s3 FROM `%s`".formatted(someone.name()));
    assertThat(failure(own, load)).contains("READ FILES");
    assertThat(failure(own, source("copy", "CREDENTIAL local_s3") + " FILEFORMAT = JSON"))
        .contains("READ FILES");
    assertThat(failure(own, source("copy", inline(bucket)) + " FILEFORMAT = JSON"))
        .as("keys of its own need no grant")
        .isEmpty();
  }

  @Test
  void the_external_location_has_permissions_over_rest() {
    var grants = Identities.of(workspace).admin().grants();
    grants.update(
        new UpdatePermissions()
            .setSecurableType("external_location")
            .setFullName("local_s3")
            .setChanges(
                List.of(
                    new PermissionsChange()
                        .setPrincipal(someone.name())
                        .setAdd(List.of(Privilege.READ_FILES)))));
    assertThat(
            statements.run(
                "SHOW GRANTS `%s` ON EXTERNAL LOCATION local_s3".formatted(someone.name())))
        .isEqualTo(List.of(List.of(someone.name(), "READ FILES", "EXTERNAL_LOCATION", "local_s3")));
    statements.run(
        "REVOKE READ FILES ON EXTERNAL LOCATION local_s3 FROM `%s`".formatted(someone.name()));
    assertThatThrownBy(() -> statements.run("SHOW GRANTS ON EXTERNAL LOCATION other"))
        .hasMessageContaining("External Location 'other' does not exist");
  }

  @Test
  void what_is_missing_is_named() {
    assertThat(failure(statements, source("copy", "CREDENTIAL other") + " FILEFORMAT = JSON"))
        .isEqualTo(
            "[STORAGE_CREDENTIAL_DOES_NOT_EXIST] Storage Credential 'other' does not exist; the local"
                + " workspace has 'local_s3' only. SQLSTATE: 42704");
    assertThat(failure(statements, source("missing", inline(bucket)) + " FILEFORMAT = JSON"))
        .isEqualTo("[PATH_NOT_FOUND] Path does not exist: s3://workspace/missing. SQLSTATE: 42K03");
    assertThat(
            failure(
                statements,
                source("copy", inline(bucket)) + " FILEFORMAT = JSON FILES = ('z.json')"))
        .isEqualTo(
            "[PATH_NOT_FOUND] Path does not exist: s3://workspace/copy/z.json. SQLSTATE: 42K03");
    String elsewhere = "'s3://no-such-bucket/copy' WITH (%s) FILEFORMAT = JSON";
    assertThat(failure(statements, elsewhere.formatted(inline(bucket))))
        .isEqualTo(
            "[PATH_NOT_FOUND] Path does not exist: s3://no-such-bucket/copy. There is no such bucket."
                + " SQLSTATE: 42K03");
    assertThat(failure(statements, "'s3://no-such-bucket/copy' FILEFORMAT = JSON"))
        .startsWith("[NO_PARENT_EXTERNAL_LOCATION_FOR_PATH] ");
    assertThat(
            failure(
                statements,
                source("copy", "CREDENTIAL (AWS_ACCESS_KEY = 'x')") + " FILEFORMAT = JSON"))
        .startsWith("[COPY_INTO_CREDENTIALS_REQUIRED] ");
  }

  @Test
  void reading_survives_slow_downs_and_resets() {
    put("faulty/a.json", "{\"id\":1,\"name\":\"Ann\"}\n");
    workspace.knobs().add(S3Fault.on("GET .*faulty.*", 503).times(2));
    workspace.knobs().add(S3Fault.reset("GET .*faulty.*"));

    assertThat(failure(statements, source("faulty", inline(bucket)) + " FILEFORMAT = JSON"))
        .isEmpty();
  }

  @Test
  void secrets_are_in_no_history_and_no_error() {
    String secret = "wJalrXUtnFEMI-K7MDENG";
    var wrong = inline(bucket.withKeys("AKIAOFSOMEBODY", secret));
    List<String> bad =
        List.of(
            "COPY INTO shared FROM " + source("copy", wrong) + " FILEFORMAT = JSON",
            "/* first */ COPY INTO shared FROM " + source("copy", wrong) + " FILEFORMAT = JSON",
            "COPY INTO shared FROM 's3://workspace/copy' WITH (CREDENTIAL (AWS_SECRET_KEY = '"
                + secret,
            "SELECT 1 FROM 's3://x' WITH (Credential /* ( */ (a = \""
                + secret
                + "\", b = '"
                + secret
                + "')) nonsense");
    for (String sql : bad) {
      JsonNode ended = statements.execute(sql, Map.of());
      assertThat(ended.at("/status/state").asText()).as(ended.toString()).isEqualTo("FAILED");
      assertThat(ended.toString()).doesNotContain(secret);

      QueryInfo query = history(ended.path("statement_id").asText());
      assertThat(query.getQueryText())
          .contains("[REDACTED]")
          .doesNotContain(secret, "AKIAOFSOMEBODY");
      assertThat(query.getErrorMessage()).doesNotContain(secret);
    }
    assertThat(
            history(statements.execute(bad.get(0), Map.of()).path("statement_id").asText())
                .getQueryText())
        .isEqualTo(
            "COPY INTO shared FROM 's3://workspace/copy' WITH (CREDENTIAL (AWS_ACCESS_KEY ="
                + " '[REDACTED]', AWS_SECRET_KEY = '[REDACTED]')) FILEFORMAT = JSON");
  }

  private QueryInfo history(String id) {
    return Identities.of(workspace)
        .admin()
        .queryHistory()
        .list(
            new ListQueryHistoryRequest()
                .setIncludeMetrics(true)
                .setFilterBy(new QueryFilter().setStatementIds(List.of(id))))
        .getRes()
        .iterator()
        .next();
  }

  /** The error's text, or nothing where the statement succeeds. */
  private static String failure(Statements as, String from) {
    return as.execute("COPY INTO shared FROM " + from, Map.of())
        .at("/status/error/message")
        .asText();
  }

  private static String source(String key, String credential) {
    String with = credential.isEmpty() ? "" : " WITH (" + credential + ")";
    return "'s3://workspace/" + key + "'" + with;
  }

  private static String inline(Bucket keys) {
    return "CREDENTIAL (AWS_ACCESS_KEY = '%s', AWS_SECRET_KEY = '%s')"
        .formatted(keys.accessKey(), keys.secretKey());
  }

  private static List<List<String>> loaded(int rows) {
    String count = String.valueOf(rows);
    return List.of(List.of(count, count, "0"));
  }

  private void put(String key, String text) {
    s3.putObject(r -> r.bucket(bucket.name()).key(key), RequestBody.fromString(text));
  }
}
