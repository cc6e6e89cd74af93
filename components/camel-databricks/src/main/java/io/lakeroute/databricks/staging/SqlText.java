package io.lakeroute.databricks.staging;

/** Writes texts of our own, such as types and names of options, as SQL literals. Stateless. */
public final class SqlText {

  private SqlText() {}

  public static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
