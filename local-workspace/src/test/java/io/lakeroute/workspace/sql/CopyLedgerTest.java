// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table keeps of the files that COPY INTO has loaded. */
@Tag("matrix")
class CopyLedgerTest {

  private static final String LOAD =
      "COPY INTO main.default.t FROM '/Volumes/main/default/v' FILEFORMAT = JSON";

  @TempDir private Path dir;

  @Test
  void outlives_the_process_and_has_more_files_than_a_checksum_lists() throws Exception {
    try (var workspace = start()) {
      for (int i = 0; i < 150; i++) {
        write("f%03d.json".formatted(i), 1);
      }
      assertThat(workspace.lines(SqlWorkspace.ADMIN, LOAD)).containsExactly("150 150 0");
      assertThat(workspace.lines(SqlWorkspace.ADMIN, LOAD)).containsExactly("0 0 0");
      workspace.prepare("INSERT INTO main.default.t VALUES (7)");
    }
    try (var workspace = new SqlWorkspace(dir)) {
      write("new.json", 2);
      assertThat(workspace.lines(SqlWorkspace.ADMIN, LOAD)).containsExactly("2 2 0");
      workspace.prepare("TRUNCATE TABLE main.default.t");
      assertThat(workspace.lines(SqlWorkspace.ADMIN, LOAD)).containsExactly("0 0 0");
    }
  }

  @Test
  void lets_one_of_several_loads_of_a_file_at_once_succeed() throws Exception {
    try (var workspace = start()) {
      write("big.json", 20_000);
      var barrier = new CyclicBarrier(4);
      Callable<String> load =
          () -> {
            var session = workspace.session(SqlWorkspace.ADMIN);
            barrier.await();
            var statement = workspace.run(session, LOAD);
            return statement.failure().map(SqlFailure::sqlState).orElse("");
          };
      var threads = Executors.newFixedThreadPool(4);
      List<String> states;
      try {
        states =
            threads.invokeAll(IntStream.range(0, 4).mapToObj(i -> load).toList()).stream()
                .map(CopyLedgerTest::get)
                .toList();
      } finally {
        threads.shutdown();
      }

      assertThat(states).contains("", "25000").containsOnly("", "25000");
      assertThat(workspace.lines(SqlWorkspace.ADMIN, "SELECT count(*) FROM main.default.t"))
          .containsExactly("20000");
    }
  }

  private static String get(Future<String> state) {
    try {
      return state.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private SqlWorkspace start() throws IOException {
    var workspace = new SqlWorkspace(dir);
    workspace.prepare("CREATE VOLUME main.default.v", "CREATE TABLE main.default.t (id BIGINT)");
    return workspace;
  }

  private void write(String name, int rows) throws IOException {
    Files.writeString(
        dir.toRealPath().resolve("catalogs/main/default/_volumes/v").resolve(name),
        "{\"id\":1}\n".repeat(rows));
  }
}
