// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Clusters;
import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.StatementListener;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What arrives at the workspace, taken from the bytes, is what was written and judged, on each of
 * the ways that statements take. With a new driver, this test says whether that is still so.
 */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SentStatementsTest {
  private static final Path CORPUS = Path.of("resources/statements/sent.txt");
  private static final Map<String, Object> VALUES =
      Map.of("id", 7, "name", "text", "ids", List.of(1, 2, 3));

  /** A way to the workspace: the endpoint, and whether its markers have names. */
  private enum Way {
    DRIVER("query?connection=warehouse&statementFrom=property", false),
    DRIVER_ON_THRIFT("query?connection=cluster&statementFrom=property", false),
    STATEMENT_API("query?connection=warehouse&statementFrom=property&outputType=stream", true),
    CHANGE("execute?connection=warehouse&statementFrom=property", true);

    private final String endpoint;
    private final boolean names;

    Way(String endpoint, boolean names) {
      this.endpoint = endpoint;
      this.names = names;
    }

    /** Each operation runs statements that begin with certain words. */
    boolean takes(String sql) {
      boolean changes = sql.startsWith("INSERT");
      return (this == CHANGE) == changes || sql.startsWith("WITH");
    }
  }

  private record Entry(String fate, String sql, String positions, String names) {}

  private final StatementListener listener;
  private final ComponentContext component;
  private final List<Entry> corpus = corpus();

  SentStatementsTest(LocalWorkspace workspace) {
    this.listener = new StatementListener(workspace.access());
    Workspace front = listener.inFront();
    Map<String, String> warehouse =
        Map.of(
            "host", front.host().toString(),
            "httpPath", front.httpPath(),
            "auth", "pat",
            "token", OAuth.token(workspace.access()),
            "writeBack", "true");
    this.component =
        ComponentContext.startAll(
            Map.of(
                "warehouse",
                warehouse,
                "cluster",
                with(warehouse, "httpPath", Clusters.HTTP_PATH)));
  }

  @AfterAll
  void stop() {
    component.close();
    listener.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_arrives_as_it_was_judged_or_is_refused(Way way) {
    SoftAssertions all = new SoftAssertions();
    for (Entry entry : corpus) {
      if (!way.takes(entry.sql())) {
        continue;
      }
      listener.heard();
      Exchange exchange = send(way, entry.sql());
      List<String> heard =
          listener.heard().stream()
              .map(text -> text.replaceFirst("^/\\* lakeroute [0-9a-f-]{36} \\*/ ", ""))
              .toList();
      if (entry.fate().equals("refused")) {
        all.assertThat(heard).as(entry.sql()).isEmpty();
        all.assertThat(exchange.getException())
            .isInstanceOfSatisfying(
                DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
            .hasMessageStartingWith("The statement has ESCAPE and an empty pair of quotes");
      } else {
        all.assertThat(heard)
            .as("%s: %s", entry.sql(), exchange.getException())
            .containsExactly(way.names ? entry.names() : entry.positions());
      }
    }
    all.assertAll();
  }

  /** Nothing is refused that would arrive as it is. */
  @ParameterizedTest
  @EnumSource
  void the_driver_by_itself_alters_what_is_refused_and_nothing_else(Driver.Mode mode)
      throws SQLException {
    SoftAssertions all = new SoftAssertions();
    try (Connection session = Driver.connect(listener.inFront(), mode)) {
      for (Entry entry : corpus) {
        listener.heard();
        try (PreparedStatement statement = session.prepareStatement(entry.sql())) {
          statement.executeQuery();
        } catch (SQLException e) {
          all.assertThat(listener.heard().equals(List.of(entry.sql())))
              .as(entry.sql())
              .isEqualTo(!entry.fate().equals("refused"));
        }
      }
    }
    all.assertAll();
  }

  @Test
  void the_corpus_has_each_fate() {
    assertThat(corpus).extracting(Entry::fate).contains("kept", "refused", "bound");
    assertThat(corpus).extracting(Entry::sql).doesNotHaveDuplicates().hasSizeGreaterThan(60);
  }

  private Exchange send(Way way, String sql) {
    return component.send(
        "databricks:" + way.endpoint,
        e -> {
          e.setProperty(DatabricksConstants.STATEMENT_PROPERTY, sql);
          e.getMessage().setHeader(DatabricksConstants.PARAMETERS, VALUES);
        });
  }

  private static List<Entry> corpus() {
    try (Stream<String> lines = Files.lines(CORPUS)) {
      List<Entry> entries = new ArrayList<>();
      lines
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(line -> entries.add(entry(line)));
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Entry entry(String line) {
    String[] parts = line.split(" *\\| ", 2);
    String[] texts = parts[1].split(" => ");
    String sql = text(texts[0]);
    return texts.length == 1
        ? new Entry(parts[0], sql, sql, sql)
        : new Entry(parts[0], sql, text(texts[1]), text(texts[2]));
  }

  private static String text(String shown) {
    return shown
        .replace('⏎', '\n')
        .replace('␍', '\r')
        .replace('⇥', '\t')
        .replace('␋', '\u000B')
        .replace('␌', '\f')
        .replace('␀', '\u0000')
        .replace("∎", "");
  }
}
