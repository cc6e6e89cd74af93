// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Bucket;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The table of an export and its staging place, and a look at both by other ways than the export's.
 * Thread-safe.
 */
final class ExportTarget {

  /** The folder of all objects in the bucket. */
  static final String FOLDER = "proof";

  private static final String VOLUME = "staged";
  private static final String SESSION_TOKEN = "a-session-token";

  private final LocalWorkspace workspace;
  private final Statements sql;
  private final String table;
  private final boolean inBucket;

  /**
   * @param inBucket whether the staging place is the workspace's bucket, else it is a volume
   */
  ExportTarget(LocalWorkspace workspace, String name, boolean inBucket) {
    this.workspace = workspace;
    this.sql = workspace.statements();
    this.table = workspace.name(name);
    this.inBucket = inBucket;
    if (!inBucket) {
      sql.run("CREATE VOLUME IF NOT EXISTS " + workspace.name(VOLUME));
    }
  }

  String table() {
    return table;
  }

  /**
   * Settings of a route that exports there.
   *
   * @param options besides the connection, each after an ampersand
   */
  Properties settings(Workspace through, String options) {
    Properties settings = ProcessToKill.connection(through);
    staging().forEach((key, value) -> settings.put("databricks.connections.local." + key, value));
    settings.put("databricks.connections.local.writeBack", "true");
    settings.put("table", table);
    settings.put("options", options);
    return settings;
  }

  private Map<String, String> staging() {
    if (!inBucket) {
      return Map.of("stagingPrefix", volume() + "/" + FOLDER);
    }
    Bucket bucket = workspace.bucket();
    return Map.of(
        "stagingPrefix", "s3://" + bucket.name() + "/" + FOLDER,
        "staging.endpoint", bucket.endpoint().toString(),
        "staging.region", bucket.region(),
        "staging.accessKeyId", bucket.accessKey(),
        "staging.secretAccessKey", bucket.secretKey(),
        "staging.sessionToken", SESSION_TOKEN,
        "staging.copyCredential", "inline");
  }

  private String volume() {
    return "/Volumes/" + workspace.name(VOLUME).replace('.', '/');
  }

  /** Makes the table, with these rows. */
  State create(ExportRows rows) {
    sql.run(rows.table(table));
    return new State(0, rows.held(), List.of());
  }

  /**
   * What is there at one moment.
   *
   * @param version the latest; -1 while there is no table
   * @param held which runs the table holds, as {@link ExportRows#held} says it
   * @param left staging tables, objects and open uploads of all exports
   */
  record State(long version, String held, List<String> left) {
    static final State NOTHING = new State(-1, "", List.of());
  }

  State look() {
    List<String> tables =
        sql
            .run(
                "SHOW TABLES IN "
                    + workspace.access().catalog()
                    + "."
                    + workspace.access().schema())
            .stream()
            .map(row -> row.get(1))
            .toList();
    List<String> left = new ArrayList<>();
    tables.stream().filter(name -> name.startsWith("_lakeroute_")).forEach(left::add);
    left.addAll(objects());
    if (tables.stream().noneMatch(name -> table.endsWith("." + name))) {
      return new State(-1, "", left);
    }
    return new State(
        Long.parseLong(sql.run("DESCRIBE HISTORY " + table + " LIMIT 1").get(0).get(0)),
        sql.run(ExportRows.HELD + table).get(0).get(0),
        left);
  }

  /** Objects and open uploads of all exports. */
  List<String> objects() {
    List<String> left = new ArrayList<>();
    if (inBucket) {
      addObjects(left);
    } else {
      addFiles(Rest.bearer(OAuth.token(workspace.access())), volume(), left);
    }
    return left;
  }

  private void addObjects(List<String> left) {
    String prefix = FOLDER + "/";
    String bucket = workspace.bucket().name();
    try (S3Client s3 = workspace.bucket().client()) {
      s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix))
          .contents()
          .forEach(object -> left.add(object.key()));
      s3.listMultipartUploads(r -> r.bucket(bucket).prefix(prefix))
          .uploads()
          .forEach(upload -> left.add("upload of " + upload.key()));
    }
  }

  private void addFiles(Rest rest, String folder, List<String> left) {
    JsonNode listing = rest.get(workspace.access().url("/api/2.0/fs/directories" + folder)).json();
    for (JsonNode entry : listing.path("contents")) {
      String path = entry.path("path").asText();
      if (entry.path("is_directory").asBoolean()) {
        addFiles(rest, path, left);
      } else {
        left.add(path);
      }
    }
  }

  /** Neither in the failure of a run nor in its shortfall. */
  void requireNoSecretIn(Exchange exchange) {
    StringWriter text = new StringWriter();
    text.append(exchange.getProperty(DatabricksConstants.SHORTFALL_PROPERTY, "", String.class));
    if (exchange.getException() != null) {
      exchange.getException().printStackTrace(new PrintWriter(text));
    }
    assertThat(text.toString())
        .doesNotContain(workspace.access().clientSecret(), SESSION_TOKEN)
        .doesNotContain(workspace.bucket().secretKey());
  }
}
