package io.lakeroute.databricks.sql;

import java.util.Set;

/** What is known of functions by their names, in lower case. Stateless. */
final class KnownFunctions {

  /** Takes a table's name as text. */
  static final String TABLE_CHANGES = "table_changes";

  /** Make rows of their arguments and of nothing else. */
  static final Set<String> OF_ARGUMENTS =
      Set.of(
          TABLE_CHANGES,
          "collations",
          "explode",
          "explode_outer",
          "inline",
          "inline_outer",
          "json_tuple",
          "posexplode",
          "posexplode_outer",
          "range",
          "sql_keywords",
          "stack",
          "variant_explode",
          "variant_explode_outer");

  /**
   * Act outside of Databricks' tables, run what their text says, or show what a principal may see
   * that no table holds.
   */
  static final Set<String> OUTSIDE =
      Set.of(
          "ai_query",
          "http_request",
          "java_method",
          "list_secrets",
          "python_exec",
          "reflect",
          "remote_query",
          "secret",
          "try_reflect",
          "try_secret");

  private KnownFunctions() {}
}
