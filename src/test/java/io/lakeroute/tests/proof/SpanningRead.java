// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Statements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A statement over all rows of a table that begins before a commit and is read to its end after it.
 * For one thread.
 */
final class SpanningRead {

  /** Repetitions of each row, so that the result has several chunks. */
  private static final int COPIES = 300;

  private static final Map<String, String> LINKS =
      Map.of("disposition", "EXTERNAL_LINKS", "format", "JSON_ARRAY");

  private final Statements statements;
  private final JsonNode begun;
  private final TreeSet<Integer> runs = new TreeSet<>();
  private long rows;
  private int chunks;

  private SpanningRead(Statements statements, JsonNode begun) {
    this.statements = statements;
    this.begun = begun;
  }

  /** Runs the statement and fetches the first chunk of its result. */
  static SpanningRead fetching(LocalWorkspace workspace, String table) {
    workspace.knobs().set("chunkBytes", 1);
    Statements statements = workspace.statements();
    JsonNode ended =
        statements.execute("SELECT t.run FROM " + table + " AS t, range(" + COPIES + ")", LINKS);
    SpanningRead read = new SpanningRead(statements, ended);
    read.fetch(0);
    return read;
  }

  /**
   * Starts the statement, which first counts for a while and then scans the table.
   *
   * @param work how far it counts
   */
  static SpanningRead running(LocalWorkspace workspace, String table, long work) {
    Statements statements = workspace.statements();
    JsonNode started =
        statements
            .post(
                "SELECT t.run FROM %s AS t, range(%d) WHERE t.run >= (SELECT min(id %% 7) FROM range(0, %d, 1, 1))"
                    .formatted(table, COPIES, work),
                Map.of(
                    "disposition", "EXTERNAL_LINKS", "format", "JSON_ARRAY", "wait_timeout", "0s"))
            .json();
    SpanningRead read = new SpanningRead(statements, started);
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !read.state().equals("PENDING"));
    return read;
  }

  boolean isRunning() {
    return state().equals("RUNNING");
  }

  private String state() {
    return Statements.state(statements.get(id()).json());
  }

  private String id() {
    return begun.path("statement_id").asText();
  }

  /** Reads the rest; gives the runs that it found and the rows of the table that they had. */
  String finish() {
    JsonNode ended = statements.awaitEnd(statements.get(id()).json());
    assertThat(Statements.state(ended)).as("%s", ended.path("status")).isEqualTo("SUCCEEDED");
    int all = ended.path("manifest").path("total_chunk_count").asInt();
    assertThat(all).as("chunks that are fetched after the commit").isGreaterThan(chunks);
    while (chunks < all) {
      fetch(chunks);
    }
    assertThat(rows % COPIES).isZero();
    return "run %s has %d of %d"
        .formatted(
            runs.stream().map(String::valueOf).collect(Collectors.joining("+")),
            rows / COPIES,
            100 + runs.last());
  }

  private void fetch(int index) {
    JsonNode link = statements.chunk(id(), index).json().path("external_links").path(0);
    try {
      JsonNode data =
          Rest.JSON.readTree(
              Rest.anonymous().get(URI.create(link.path("external_link").asText())).bytes());
      data.forEach(row -> runs.add(row.path(0).asInt()));
      rows += data.size();
      chunks++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
