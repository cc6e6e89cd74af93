// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryTag;
import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The interactions flow for two tenants: REST, Kamelet, component, local workspace. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteractionsOfTenantsTest {
  @TempDir private static Path mappings;

  private final LocalWorkspace workspace;
  private Application application;

  InteractionsOfTenantsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() throws Exception {
    Map<String, String> settings = new HashMap<>();
    StringBuilder keys = new StringBuilder();
    for (String tenant : List.of("acme", "globex")) {
      fill(tenant);
      connect(settings, tenant);
      keys.append(keys.isEmpty() ? "" : ",")
          .append(tenant)
          .append('=')
          .append(Application.sha256(key(tenant)));
    }
    settings.put("lakeroute.rest.apiKeys", keys.toString());
    settings.put("lakeroute.rest.tenants", "acme=acme,globex=globex");
    settings.put("lakeroute.interactions.tenants", "acme=of-acme,globex=of-globex");
    settings.put(
        "lakeroute.interactions.mappings",
        "file:" + mappings.toAbsolutePath() + "/{tenant}/*.interactions.yaml");
    application = Application.start(settings);
  }

  private void fill(String tenant) throws IOException {
    var statements = workspace.statements();
    String catalog = "visits_" + tenant;
    statements.run("CREATE CATALOG " + catalog);
    statements.run("CREATE SCHEMA " + catalog + ".web");
    statements.run(
        "CREATE TABLE %s.web.visits AS SELECT 'p1' AS who, timestamp_seconds(1700000000 + id) AS at, id AS n, '%s' AS owner FROM range(4)"
            .formatted(catalog, tenant));
    Path folder = Files.createDirectories(mappings.resolve(tenant));
    for (String name : List.of("web", "again")) {
      Files.writeString(
          folder.resolve(name + ".interactions.yaml"),
          """
          name: %s
          source: visits_%s.web.visits
          crosswalk: who
          type: %s
          timestamp: at
          key: [n]
          attributes: {owner: owner}
          """
              .formatted(name, tenant, name));
    }
  }

  private void connect(Map<String, String> settings, String tenant) {
    String prefix = "databricks.connections.of-" + tenant + ".";
    settings.put(prefix + "host", workspace.access().host().toString());
    settings.put(prefix + "httpPath", workspace.access().httpPath());
    settings.put(prefix + "clientId", workspace.access().clientId());
    settings.put(prefix + "clientSecret", workspace.access().clientSecret());
    settings.put(prefix + "catalog", "visits_" + tenant);
    settings.put(prefix + "onlyCatalogs", "visits_" + tenant);
  }

  @AfterAll
  void stop() {
    application.close();
    workspace.statements().run("DROP CATALOG visits_acme CASCADE");
    workspace.statements().run("DROP CATALOG visits_globex CASCADE");
  }

  @Test
  void each_caller_gets_what_its_tenant_owns_from_one_source_or_several() {
    for (String tenant : List.of("acme", "globex")) {
      assertThat(owners(ask(tenant, "?type=web"))).hasSize(4).containsOnly(tenant);
      assertThat(owners(ask(tenant, ""))).hasSize(8).containsOnly(tenant);
    }
  }

  @Test
  void a_cursor_of_one_tenant_is_refused_for_the_other() {
    String next = json(ask("acme", "?type=web&limit=1")).path("next").asText();
    String page = "?type=web&limit=1&cursor=" + Rest.encode(next);

    assertThat(owners(ask("acme", page))).containsExactly("acme");
    HttpResponse<String> stolen = ask("globex", page);
    assertThat(stolen.statusCode()).as(stolen.body()).isEqualTo(400);
  }

  @Test
  void nothing_in_a_request_changes_the_tenant() {
    HttpResponse<String> answer =
        Application.send(
            request("acme", "?type=web")
                .header("CamelDatabricksTenant", "globex")
                .header("CamelDatabricksConnection", "of-globex"));

    assertThat(owners(answer)).hasSize(4).containsOnly("acme");
  }

  @Test
  void the_history_of_the_workspace_tells_the_tenant() {
    ask("globex", "?type=again");

    assertThat(
            Identities.of(workspace)
                .admin()
                .queryHistory()
                .list(new ListQueryHistoryRequest())
                .getRes())
        .filteredOn(query -> query.getQueryText().contains("`visits_globex`"))
        .isNotEmpty()
        .allSatisfy(
            query ->
                assertThat(query.getQueryTags())
                    .extracting(QueryTag::getKey, QueryTag::getValue)
                    .contains(tuple("tenant", "globex"), tuple("flow", "interactions")));
  }

  private HttpResponse<String> ask(String tenant, String query) {
    return Application.send(request(tenant, query));
  }

  private HttpRequest.Builder request(String tenant, String query) {
    return HttpRequest.newBuilder(application.url("/profiles/p1/interactions" + query))
        .header("X-API-Key", key(tenant));
  }

  private static List<String> owners(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response).path("interactions").findValuesAsText("owner");
  }

  private static JsonNode json(HttpResponse<String> response) {
    return new Rest.Reply(
            response.statusCode(),
            response.headers(),
            response.body().getBytes(StandardCharsets.UTF_8))
        .json();
  }

  private static String key(String tenant) {
    return "a-key-that-only-" + tenant + "-knows";
  }
}
