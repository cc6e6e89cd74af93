// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.service.sql.ExecuteStatementRequest;
import com.databricks.sdk.service.sql.ListQueryHistoryRequest;
import com.databricks.sdk.service.sql.QueryFilter;
import com.databricks.sdk.service.sql.QueryInfo;
import com.databricks.sdk.service.sql.QueryStatus;
import com.databricks.sdk.service.sql.QueryTag;
import com.databricks.sdk.service.sql.TimeRange;
import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Driver.Mode;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The query history, as databricks-sdk-java reads it. */
@ExtendWith(LocalWorkspaceExtension.class)
class HistoryTest {
  private final LocalWorkspace workspace;
  private final WorkspaceClient admin;
  private final Identities.Identity someone;

  HistoryTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.admin = Identities.of(workspace).admin();
    this.someone = Identities.of(workspace).warehouseUser("Asks");
  }

  @Test
  void a_statement_is_there_with_its_user_its_tags_and_its_rows() {
    var ran =
        someone
            .client()
            .statementExecution()
            .executeStatement(
                new ExecuteStatementRequest()
                    .setWarehouseId(workspace.access().warehouseId())
                    .setStatement("SELECT id FROM range(7)")
                    .setQueryTags(
                        List.of(
                            new QueryTag().setKey("tenant").setValue("acme"),
                            new QueryTag().setKey("canary"))));

    QueryInfo query = only(new QueryFilter().setStatementIds(List.of(ran.getStatementId())));

    assertThat(query.getStatus()).isEqualTo(QueryStatus.FINISHED);
    assertThat(query.getQueryText()).isEqualTo("SELECT id FROM range(7)");
    assertThat(query.getUserName()).isEqualTo(someone.name());
    assertThat(query.getUserId()).isEqualTo(Long.valueOf(someone.id()));
    assertThat(query.getWarehouseId()).isEqualTo(workspace.access().warehouseId());
    assertThat(query.getRowsProduced()).isEqualTo(7);
    assertThat(query.getMetrics().getRowsProducedCount()).isEqualTo(7);
    assertThat(query.getIsFinal()).isTrue();
    assertThat(query.getQueryEndTimeMs()).isGreaterThanOrEqualTo(query.getQueryStartTimeMs());
    assertThat(tags(query)).containsExactly(entry("tenant", "acme"), entry("canary", ""));
  }

  @ParameterizedTest
  @EnumSource
  void a_session_of_the_driver_tags_its_statements(Mode mode) throws SQLException {
    try (Connection connection =
            Driver.connect(
                someone.access(),
                mode,
                Map.of(
                    "QUERY_TAGS",
                    "tenant:acme\\,inc,flow:a",
                    "UserAgentEntry",
                    "Lakeroute/1.2.3"));
        Statement statement = connection.createStatement()) {
      statement.execute("SET QUERY_TAGS['run'] = '42', QUERY_TAGS['flow'] = UNSET");
      statement.execute("SELECT 'tagged'");
      try (ResultSet tags = statement.executeQuery("SET QUERY_TAGS")) {
        tags.next();
        assertThat(tags.getString("key")).isEqualTo("tenant");
        assertThat(tags.getString("value")).isEqualTo("acme,inc");
      }
    }

    QueryInfo query =
        list(new QueryFilter().setUserIds(List.of(Long.valueOf(someone.id())))).stream()
            .filter(q -> q.getQueryText().equals("SELECT 'tagged'"))
            .findFirst()
            .orElseThrow();

    // The driver sends every entry that was ever set in its JVM, so it is the component's here.
    assertThat(query.getClientApplication()).isEqualTo("Lakeroute");
    assertThat(tags(query)).containsExactly(entry("tenant", "acme,inc"), entry("run", "42"));
  }

  @Test
  void queries_are_found_by_how_they_ended_and_when_they_began() {
    someone.statements().fail("SELECT * FROM no_such_table", Map.of());
    someone.statements().run("SELECT 1");
    var mine = List.of(Long.valueOf(someone.id()));

    QueryInfo failed =
        only(new QueryFilter().setUserIds(mine).setStatuses(List.of(QueryStatus.FAILED)));
    assertThat(failed.getErrorMessage()).contains("[TABLE_OR_VIEW_NOT_FOUND]");
    assertThat(
            list(
                new QueryFilter()
                    .setUserIds(mine)
                    .setStatuses(List.of(QueryStatus.FAILED, QueryStatus.FINISHED))))
        .as("the latest first")
        .extracting(QueryInfo::getQueryText)
        .containsExactly("SELECT 1", "SELECT * FROM no_such_table");
    assertThat(
            list(
                new QueryFilter()
                    .setUserIds(mine)
                    .setQueryStartTimeRange(
                        new TimeRange()
                            .setStartTimeMs(0L)
                            .setEndTimeMs(failed.getQueryStartTimeMs() - 1))))
        .isEmpty();
    assertThat(list(new QueryFilter().setUserIds(mine).setWarehouseIds(List.of("0")))).isEmpty();
  }

  @Test
  void pages_neither_repeat_nor_skip_while_others_ask() {
    for (int i = 0; i < 5; i++) {
      someone.statements().run("SELECT " + i);
    }
    var request =
        new ListQueryHistoryRequest()
            .setFilterBy(new QueryFilter().setUserIds(List.of(Long.valueOf(someone.id()))))
            .setMaxResults(3L);

    var first = admin.queryHistory().list(request);
    someone.statements().run("SELECT 5");
    var second = admin.queryHistory().list(request.setPageToken(first.getNextPageToken()));

    assertThat(first.getHasNextPage()).isTrue();
    assertThat(first.getRes())
        .extracting(QueryInfo::getQueryText)
        .containsExactly("SELECT 4", "SELECT 3", "SELECT 2");
    assertThat(second.getRes())
        .extracting(QueryInfo::getQueryText)
        .containsExactly("SELECT 1", "SELECT 0");
    assertThat(second.getHasNextPage()).isFalse();
  }

  @Test
  void others_see_their_own_queries_only() {
    workspace.statements().run("SELECT 'of the administrator'");
    someone.statements().run("SELECT 'mine'");

    assertThat(someone.client().queryHistory().list(new ListQueryHistoryRequest()).getRes())
        .extracting(QueryInfo::getQueryText)
        .containsExactly("SELECT 'mine'");
  }

  private QueryInfo only(QueryFilter filter) {
    List<QueryInfo> found = list(filter);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<QueryInfo> list(QueryFilter filter) {
    return List.copyOf(
        admin
            .queryHistory()
            .list(new ListQueryHistoryRequest().setFilterBy(filter).setIncludeMetrics(true))
            .getRes());
  }

  private static Map<String, String> tags(QueryInfo query) {
    var tags = new LinkedHashMap<String, String>();
    query.getQueryTags().forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }
}
