// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.Statements;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Commits of a table that a seed chooses, each of them a statement; for one test. */
final class TableHistory {

  /** The version that has the first rows. */
  static final int FIRST = 1;

  private static final int IDS = 12;

  private final Statements sql;
  private final String table;
  private final Random random;
  private boolean sized;
  private long versionBound;
  private int keys;

  /** What a commit does. */
  private enum Kind {
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    OVERWRITE,
    ADD_COLUMN,
    OPTIMIZE,
    RESTORE,
    IDENTIFIER,
    KEY,
    NOTHING
  }

  TableHistory(LocalWorkspace workspace, String name, long seed) {
    this.sql = workspace.statements();
    this.table = workspace.name(name);
    this.random = new Random(seed);
    boolean vectors = random.nextBoolean();
    run(
        "CREATE TABLE %s (id BIGINT, mail STRING, note STRING, amount DECIMAL(10, 2)) TBLPROPERTIES (delta.enableChangeDataFeed = true, delta.enableDeletionVectors = %s)",
        table, vectors);
    run("INSERT INTO %s SELECT * FROM (%s)", table, rows(1 + random.nextInt(IDS)));
  }

  String table() {
    return table;
  }

  /** The columns that the table has now. */
  List<String> columns() {
    return sized
        ? List.of("id", "mail", "note", "amount", "size")
        : List.of("id", "mail", "note", "amount");
  }

  /** Its rows in the order of their ids. */
  List<List<String>> content() {
    // Sorting a few rows here costs less than a job of the workspace.
    return sql.run("SELECT %s FROM %s".formatted(String.join(", ", columns()), table)).stream()
        .sorted(Comparator.comparing(row -> Long.valueOf(row.get(0))))
        .toList();
  }

  void drop() {
    run("DROP TABLE %s", table);
  }

  private void run(String statement, Object... parts) {
    sql.run(statement.formatted(parts));
  }

  /** Some rows, each id once. */
  private String rows(int count) {
    List<Integer> ids = new ArrayList<>(IntStream.rangeClosed(1, IDS).boxed().toList());
    Collections.shuffle(ids, random);
    return ids.stream()
        .limit(count)
        .map(this::row)
        .collect(
            Collectors.joining(
                ", ", "SELECT * FROM VALUES ", " AS t(id, mail, note, amount" + size(", size)")));
  }

  private String row(int id) {
    String note = id % 5 == 0 ? "CAST(NULL AS STRING)" : "'n" + random.nextInt(3) + "'";
    return "(%dL, 'm%d-%d@example.com', %s, CAST(%d AS DECIMAL(10, 2))%s"
        .formatted(id, id, random.nextInt(3), note, random.nextInt(3), size(", " + id + ")"));
  }

  private String size(String more) {
    return sized ? more : ")";
  }

  private String some() {
    return "id %% %d = %d".formatted(2 + random.nextInt(3), random.nextInt(2));
  }

  /** One commit, or none where nothing fits; tells what it was. */
  String commit() {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    switch (kind) {
      case INSERT ->
          run(
              "INSERT INTO %1$s SELECT n.* FROM (%2$s) n LEFT ANTI JOIN %1$s t ON t.id = n.id",
              table, rows(1 + random.nextInt(4)));
      case UPDATE -> run("UPDATE %s SET note = 'u%d' WHERE %s", table, random.nextInt(4), some());
      case DELETE ->
          run("DELETE FROM %s WHERE %s AND id %% 2 = %d", table, some(), random.nextInt(2));
      case MERGE ->
          run(
              "MERGE INTO %s t USING (%s) s ON t.id = s.id WHEN MATCHED AND s.id %% 4 = 1 THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT * WHEN NOT MATCHED BY SOURCE AND t.id > 10 THEN DELETE",
              table, rows(1 + random.nextInt(6)));
      case OVERWRITE -> run("INSERT OVERWRITE %s %s", table, rows(1 + random.nextInt(IDS)));
      case ADD_COLUMN -> {
        if (sized) {
          return "nothing";
        }
        run("ALTER TABLE %s ADD COLUMN size INT", table);
        sized = true;
        // Before that version rows have other columns.
        versionBound = version();
      }
      case OPTIMIZE -> run("OPTIMIZE %s", table);
      case RESTORE -> {
        long latest = version();
        long least = Math.max(1, versionBound);
        run(
            "RESTORE TABLE %s TO VERSION AS OF %d",
            table, least + random.nextInt((int) Math.max(1, latest - least + 1)));
      }
      case IDENTIFIER -> run("UPDATE %s SET mail = concat('x', mail) WHERE %s", table, some());
      case KEY ->
          run("UPDATE %s SET id = id + %d WHERE %s AND id < 50", table, 1000 * ++keys, some());
      case NOTHING -> run("UPDATE %s SET note = note WHERE %s", table, some());
    }
    return kind.name();
  }

  /** The latest version. */
  long version() {
    return Long.parseLong(sql.run("DESCRIBE HISTORY " + table + " LIMIT 1").get(0).get(0));
  }
}
