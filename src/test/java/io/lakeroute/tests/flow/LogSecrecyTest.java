// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.application.ApplicationProcess;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Workspace;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged application writes into its log when everything is turned up to TRACE. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class LogSecrecyTest {

  private static final String STORE_PASSWORD = "the-password-of-the-store";
  private static final String PROXY_PASSWORD = "the-password-of-a-proxy";
  private static final String QUERIED = "the-profile-of-somebody";
  private static final String FROM = "2020-02-03T04:05:06Z";
  private static final String ROW = "a-value-of-a-row";

  @TempDir private Path folder;
  private final LocalWorkspace workspace;

  LogSecrecyTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace
        .statements()
        .run(
            """
            CREATE TABLE %2$s TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT id, 'p1' AS person, concat('%1$s', id) AS name,
              if(id %% 2 = 1, '%1$s', NULL) AS odd,
              timestamp_seconds(1700000000 + id) AS at FROM range(200)
            """
                .formatted(ROW, workspace.name("people")));
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT concat('p', id) AS person, concat('%s', id) AS name FROM range(3)"
                .formatted(workspace.name("persons"), ROW));
  }

  @Test
  void no_level_of_logging_shows_a_secret_a_row_or_what_a_caller_asks_for() throws Exception {
    Workspace access = workspace.access();
    Shop.write(
        folder.resolve("people.interactions.yaml"),
        """
        name: people
        source: %s
        crosswalk: person
        type: visit
        timestamp: at
        key: [person, id]
        attributes: {name: name}
        """
            .formatted(workspace.name("people")));
    Path secret = Files.writeString(folder.resolve("secret"), access.clientSecret());
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Map<String, String> settings = new HashMap<>(Application.interactions(access, folder));
      settings.put(
          "camel.main.routesIncludePattern",
          "classpath:rest.camel.yaml,classpath:interactions.camel.yaml,classpath:snapshot-import.camel.yaml,classpath:change-sync.camel.yaml,classpath:profiles.camel.yaml");
      settings.put("lakeroute.profiles.models", "file:" + model());
      settings.put("lakeroute.profiles.definitions", "");
      settings.put("lakeroute.profiles.mappings", "file:" + folder + "/*.interactions.yaml");
      settings.put("lakeroute.profiles.statementTimeout", "2m");
      settings.put("lakeroute.profiles.cache", "true");
      settings.put("lakeroute.profiles.invalidations", "seda:changed");
      settings.put("lakeroute.sync.invalidations", "seda:changed");
      settings.put("lakeroute.sync.invalidationColumn", "name");
      settings.put("databricks.connections.default.proxy.host", "proxy.example");
      settings.put("databricks.connections.default.proxy.port", "3128");
      settings.put("databricks.connections.default.proxy.username", "somebody");
      settings.put("databricks.connections.default.proxy.password", PROXY_PASSWORD);
      settings.put("databricks.connections.default.proxy.nonProxyHosts", "127.0.0.1,localhost");
      settings.put("databricks.connections.default.clientSecret", "{{secret.of.default}}");
      settings.put("secret.of.default", access.clientSecret());
      settings.put("databricks.connections.filed.host", access.host().toString());
      settings.put("databricks.connections.filed.httpPath", access.httpPath());
      settings.put("databricks.connections.filed.clientId", access.clientId());
      settings.put("databricks.connections.filed.clientSecretFile", secret.toString());
      settings.put("databricks.store.url", postgres.getJdbcUrl("postgres", "postgres"));
      settings.put("databricks.store.username", "postgres");
      settings.put("databricks.store.password", STORE_PASSWORD);
      settings.put("lakeroute.interactions.statementTimeout", "2m");
      settings.put("lakeroute.import.connection", "filed");
      settings.put("lakeroute.import.table", workspace.name("people"));
      settings.put("lakeroute.import.frequency", "once");
      settings.put("lakeroute.import.directory", folder.resolve("imports").toString());
      settings.put("lakeroute.sync.connection", "filed");
      settings.put("lakeroute.sync.table", workspace.name("people"));
      settings.put("lakeroute.sync.frequency", "once");
      settings.put("lakeroute.sync.directory", folder.resolve("syncs").toString());
      settings.put("lakeroute.sync.mapping", "file:" + mapping());
      settings.put("lakeroute.sync.rejects", "file:" + folder.resolve("rejects"));
      try (ApplicationProcess application =
          ApplicationProcess.start(
              "trace", settings, "-DLOG_LEVEL=TRACE", "-DCAMEL_LOG_LEVEL=TRACE")) {
        var page = application.get("/profiles/p1/interactions?limit=5&type=visit&from=" + FROM);
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        assertThat(page.text()).contains(ROW);
        var none = application.get("/profiles/" + QUERIED + "/interactions");
        assertThat(none.status()).as(none.text()).isEqualTo(200);
        for (String source : new String[] {"warehouse", "cache"}) {
          var profile = application.get("/profiles/p1");
          assertThat(profile.text()).contains(ROW, "\"source\":\"" + source + "\"");
        }
        assertThat(application.get("/profiles/" + QUERIED).status()).isEqualTo(404);
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () -> {
                  assertThat(folder.resolve("imports")).isDirectoryContaining("glob:**.jsonl");
                  assertThat(folder.resolve("syncs")).isDirectoryContaining("glob:**.jsonl");
                  assertThat(folder.resolve("rejects")).isNotEmptyDirectory();
                });

        String log = application.output();
        assertThat(log).as("everything is turned up").contains(" TRACE o.a.c.", " DEBUG ");
        assertThat(found(log)).isEmpty();
      }
    }
  }

  private Path model() throws IOException {
    return Files.writeString(
        folder.resolve("people.model.yaml"),
        """
        model: people
        population: persons
        sources:
          persons: {table: %s, key: person, fields: {name: name}}
        """
            .formatted(workspace.name("persons")));
  }

  /** A mapping that half of the rows do not fit. */
  private Path mapping() throws IOException {
    return Files.writeString(
        folder.resolve("people.mapping.yaml"),
        """
        schema: classpath:lakeroute/customer.schema.yaml
        identifier: {column: name}
        attributes: {name: {column: name}, birthday: {column: odd}}
        """);
  }

  /** What must not be there, with the first line that holds it. */
  private Map<String, String> found(String log) {
    Workspace access = workspace.access();
    String basic = access.clientId() + ":" + access.clientSecret();
    Map<String, Pattern> hidden = new LinkedHashMap<>();
    hidden.put("client secret", Pattern.compile(Pattern.quote(access.clientSecret())));
    hidden.put(
        "client secret as Basic",
        Pattern.compile(
            Pattern.quote(
                Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))));
    hidden.put("access token", Pattern.compile("eyJ[A-Za-z0-9_-]{10,}"));
    hidden.put("bearer", Pattern.compile("Bearer [^ *\\]]{8,}"));
    hidden.put("API key", Pattern.compile("the-key-that-only-tests-know"));
    hidden.put("cursor key", Pattern.compile("MDEyMzQ1Njc4OTAx"));
    hidden.put("password of the store", Pattern.compile(STORE_PASSWORD));
    hidden.put("password of the proxy", Pattern.compile(PROXY_PASSWORD));
    hidden.put("question of a caller", Pattern.compile(QUERIED + "|" + FROM));
    hidden.put("row", Pattern.compile(ROW));
    hidden.put("signed link", Pattern.compile("/results/[^ ]*\\?"));
    Map<String, String> found = new LinkedHashMap<>();
    hidden.forEach(
        (what, pattern) -> {
          log.lines()
              .filter(line -> pattern.matcher(line).find())
              .findFirst()
              .ifPresent(line -> found.put(what, line));
        });
    return found;
  }
}
