package io.lakeroute.processors.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A bound SELECT over one table or view, without its row limit; immutable.
 *
 * @param columns the columns to return, in order
 * @param source the table or view
 * @param where the rows to return
 * @param orderBy the total order of the rows
 */
public record Select(
    List<SqlName> columns, SqlName source, Condition where, List<Ordering> orderBy) {

  /** One column of an ORDER BY; a NULL comes last in either direction. */
  public record Ordering(SqlName column, boolean descending) {
    String sql() {
      return column.quoted() + (descending ? " DESC" : " ASC") + " NULLS LAST";
    }
  }

  public Select {
    columns = List.copyOf(columns);
    orderBy = List.copyOf(orderBy);
  }

  /** The statement with named parameters, ready for a row limit. */
  public String sql() {
    return "SELECT "
        + columns.stream().map(SqlName::quoted).collect(Collectors.joining(", "))
        + "\nFROM "
        + source.quoted()
        + "\nWHERE "
        + where.sql()
        + "\nORDER BY "
        + orderBy.stream().map(Ordering::sql).collect(Collectors.joining(", "));
  }

  /**
   * The statement with a row limit. The limit is the one number written as text: the engine wants
   * an INT there, and a parameter would arrive as BIGINT.
   */
  public static String limited(String sql, int rows) {
    return sql + "\nLIMIT " + rows;
  }
}
