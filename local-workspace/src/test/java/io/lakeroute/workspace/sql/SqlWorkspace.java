// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.grants.AccessLists;
import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.history.QueryHistory;
import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.identity.Principals;
import io.lakeroute.workspace.knobs.Settings;
import io.lakeroute.workspace.sql.StatementRequest.Delivery;
import io.lakeroute.workspace.warehouses.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A workspace without HTTP, in which the administrator {@code admin} acts, {@code anna} and {@code
 * otto} may do nothing at first, and anna is in the group {@code analysts}.
 */
final class SqlWorkspace implements AutoCloseable {

  static final String ADMIN = "admin";

  private static final String PRINCIPALS =
      """
      {"principals": [
        {"id": "1", "kind": "USER", "name": "admin", "secrets": [], "policies": []},
        {"id": "2", "kind": "USER", "name": "anna", "secrets": [], "policies": []},
        {"id": "3", "kind": "USER", "name": "otto", "secrets": [], "policies": []}],
       "groups": [
        {"id": "4", "name": "admins", "members": ["1"]},
        {"id": "5", "name": "analysts", "members": ["2"]}]}
      """;

  private final AccessLists lists;
  private final SparkEngine engine;
  private final Sessions sessions;
  private final Statements statements;

  SqlWorkspace(Path folder) throws IOException {
    Path dir = folder.toRealPath();
    var file = Files.writeString(dir.resolve("principals.json"), PRINCIPALS);
    var principals = new Principals(file, List::of);
    lists = new AccessLists(new Securables(dir));
    var authorizer = new Authorizer(lists, principals);
    var settings = new Settings();
    engine = new SparkEngine(dir, authorizer);
    var warehouse = new Warehouse("0123456789abcdef", settings, authorizer);
    sessions = new Sessions(engine, settings, warehouse);
    statements = new Statements(engine, settings, new QueryHistory(principals), dir);
  }

  /** Runs a statement in a session of its own, and waits for its end. */
  Statement run(String principal, String sql) {
    return run(session(principal), sql);
  }

  Session session(String principal) {
    return sessions.create(new Caller(principal, "test"), "", "", Map.of());
  }

  Statement run(Session session, String sql) {
    var request =
        new StatementRequest(session, sql, List.of(), OptionalLong.empty(), Delivery.DRIVER);
    var statement = statements.submit(request);
    try {
      assertThat(statement.await(Duration.ofMinutes(2))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return statement;
  }

  Result succeed(String principal, String sql) {
    var statement = run(principal, sql);
    assertThat(statement.failure()).as(sql).isEmpty();
    return statement.result().orElseThrow();
  }

  /** Runs statements as the administrator. */
  void prepare(String... statements) {
    for (String sql : statements) {
      succeed(ADMIN, sql);
    }
  }

  JsonNode rows(String principal, String sql) {
    try {
      return Json.MAPPER.readTree(JsonRows.page(succeed(principal, sql), Long.MAX_VALUE).json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows as texts, their values separated by a space. */
  List<String> lines(String principal, String sql) {
    var lines = new ArrayList<String>();
    for (JsonNode row : rows(principal, sql)) {
      var values = new ArrayList<String>();
      row.forEach(value -> values.add(value.asText()));
      lines.add(String.join(" ", values));
    }
    return lines;
  }

  SqlFailure failure(String principal, String sql) {
    return run(principal, sql).failure().orElseThrow(() -> new AssertionError("runs: " + sql));
  }

  void grant(Securable securable, String principal, Privilege... privileges) {
    lists.change(securable, principal, Set.of(privileges), Set.of());
  }

  /** What ANALYZE TABLE has left of a table of this name. */
  Map<String, String> statistics(Securable table) {
    String id = lines(ADMIN, "DESCRIBE DETAIL " + table.fullName()).get(0).split(" ", 3)[1];
    return engine.statistics().properties(table, id);
  }

  /** Leaves nothing granted on it; it keeps its owner. */
  void revoke(Securable securable) {
    for (String principal : lists.on(securable).keySet()) {
      lists.change(securable, principal, Set.of(), Set.of(Privilege.values()));
    }
  }

  @Override
  public void close() {
    statements.close();
    engine.close();
  }
}
