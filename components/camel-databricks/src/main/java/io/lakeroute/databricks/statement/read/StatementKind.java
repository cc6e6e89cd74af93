// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import java.util.Set;

/** What statements an operation runs, told by their first word. */
public enum StatementKind {
  /**
   * Statements that only read. Others belong to operations that know what to do when a reply is
   * lost.
   */
  READ(
      "databricks:query runs statements that read (SELECT, WITH, SHOW, DESCRIBE, EXPLAIN, VALUES, TABLE, FROM, LIST); "
          + "this one starts with another word.",
      "SELECT",
      "WITH",
      "SHOW",
      "DESCRIBE",
      "DESC",
      "EXPLAIN",
      "VALUES",
      "TABLE",
      "FROM",
      "LIST"),
  /**
   * Statements that change data, objects or grants. What only changes a session has no effect: each
   * statement has one of its own.
   */
  CHANGE(
      "databricks:execute runs statements that change something (INSERT, UPDATE, DELETE, MERGE, COPY INTO, CREATE, ALTER, DROP, "
          + "GRANT and others); this one starts with another word. Use databricks:query for statements that read.",
      "ALTER",
      "ANALYZE",
      "CALL",
      "COMMENT",
      "COPY",
      "CREATE",
      "DELETE",
      "DROP",
      "GRANT",
      "INSERT",
      "MERGE",
      "MSCK",
      "OPTIMIZE",
      "REFRESH",
      "REORG",
      "REPAIR",
      "RESTORE",
      "REVOKE",
      "SYNC",
      "TRUNCATE",
      "UNDROP",
      "UPDATE",
      "VACUUM",
      "WITH");

  private final Set<String> firstWords;
  private final String refusal;

  StatementKind(String refusal, String... firstWords) {
    this.refusal = refusal;
    this.firstWords = Set.of(firstWords);
  }

  boolean startsWith(String firstWord) {
    return firstWords.contains(firstWord);
  }

  String refusal() {
    return refusal;
  }
}
