// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Driver;
import io.lakeroute.tests.workspace.Driver.Mode;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import io.lakeroute.tests.workspace.WorkspaceProcess;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five million wide rows leave a local workspace whose heap could not hold a fifth of them. */
class MemoryProof {
  private static final long ROWS = 5_000_000;
  private static final String SQL =
      "SELECT id, CONCAT(uuid(), uuid(), uuid()) AS text, id * 2 AS twice, uuid() AS other FROM range(%d)"
          .formatted(ROWS);

  @TempDir private Path folder;

  @Test
  void five_million_rows_need_no_heap_of_their_size() throws Exception {
    try (var process =
        WorkspaceProcess.launch(folder.resolve("workspace"), List.of("-Xmx512m"), "--port", "0")) {
      process.awaitReady();
      Workspace workspace = process.workspace("default");

      assertThat(overLinks(workspace)).isEqualTo(ROWS);
      for (Mode mode : Mode.values()) {
        assertThat(overDriver(workspace, mode)).as("%s", mode).isEqualTo(ROWS);
      }
      assertThat(process.errors()).doesNotContain("OutOfMemoryError");
    }
  }

  private static long overLinks(Workspace workspace) {
    Statements statements = Statements.of(workspace);
    JsonNode statement =
        statements.execute(SQL, Map.of("disposition", "EXTERNAL_LINKS", "format", "ARROW_STREAM"));
    String id = statement.path("statement_id").asText();
    long bytes = 0;
    long rows = 0;
    for (long i = 0; i < statement.path("manifest").path("total_chunk_count").asLong(); i++) {
      JsonNode link = statements.chunk(id, i).json().path("external_links").path(0);
      rows += link.path("row_count").asLong();
      bytes += Rest.anonymous().get(URI.create(link.path("external_link").asText())).bytes().length;
    }
    assertThat(bytes).as("more than the heap").isGreaterThan(512L << 20);
    return rows;
  }

  private static long overDriver(Workspace workspace, Mode mode) throws Exception {
    try (Connection connection = Driver.connect(workspace, mode);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(SQL)) {
      long rows = 0;
      while (result.next()) {
        rows++;
      }
      return rows;
    }
  }
}
