package io.lakeroute.databricks.query;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A statement with named parameters, cut up once and bound many times; values never become text.
 * Immutable.
 */
public final class NamedStatement {

  private static final int LONGEST_LIST = 1_000;

  private final List<SqlScanner.Piece> pieces;
  private final Set<String> names;
  private final String firstWord;

  private NamedStatement(List<SqlScanner.Piece> pieces, String firstWord) {
    this.pieces = pieces;
    this.firstWord = firstWord;
    Set<String> found = new LinkedHashSet<>();
    pieces.stream().filter(SqlScanner.Piece::parameter).forEach(p -> found.add(p.text()));
    this.names = Set.copyOf(found);
  }

  /** A statement with a marker for each value, and the values in the order of the markers. */
  public record Bound(String sql, List<Object> values) {}

  /** How the markers look: the driver knows positions, the public REST API names. */
  public enum Markers {
    /** {@code ?} */
    POSITIONS,
    /** {@code :p1}, {@code :p2} and so on, in the order of the values. */
    NAMES;

    private void append(StringBuilder sql, int position) {
      if (this == POSITIONS) {
        sql.append('?');
      } else {
        sql.append(':').append(name(position));
      }
    }

    /** Name of the marker at a position that counts from 1. */
    public static String name(int position) {
      return "p" + position;
    }
  }

  /** Cuts up a statement that reads. */
  public static NamedStatement parse(String sql) {
    return parse(sql, StatementKind.READ);
  }

  /**
   * Cuts up a statement of a kind.
   *
   * @throws DatabricksException INVALID when it is empty, of another kind, or cannot be cut up; the
   *     text is not repeated
   */
  public static NamedStatement parse(String sql, StatementKind kind) {
    SqlScanner scanner = new SqlScanner(withoutEnd(sql));
    List<SqlScanner.Piece> pieces;
    try {
      pieces = scanner.scan();
    } catch (IllegalArgumentException e) {
      throw new DatabricksException(Reason.INVALID, "The statement " + e.getMessage() + ".");
    }
    if (scanner.firstWord().isEmpty()) {
      throw new DatabricksException(Reason.INVALID, "The statement is empty.");
    }
    if (!kind.startsWith(scanner.firstWord())) {
      throw new DatabricksException(Reason.INVALID, kind.refusal());
    }
    return new NamedStatement(pieces, scanner.firstWord());
  }

  /**
   * The text with a marker for each parameter, as it is sent but for lists: blanks fill it up to
   * the parameter's length, so that places in it are places in what was written.
   */
  String marked() {
    StringBuilder sql = new StringBuilder();
    pieces.forEach(
        piece ->
            sql.append(piece.parameter() ? "?" + " ".repeat(piece.text().length()) : piece.text()));
    return sql.toString();
  }

  /** In capitals. */
  String firstWord() {
    return firstWord;
  }

  /** Names of the parameters, each once. */
  public Set<String> names() {
    return names;
  }

  /**
   * Puts a marker for each parameter, and one for each element where the value is a collection, as
   * in {@code IN (:ids)}.
   *
   * @throws DatabricksException INVALID when a value is missing or a collection is empty or too
   *     long
   */
  public Bound bind(Map<String, ?> values) {
    return bind(values, Markers.POSITIONS);
  }

  /** As {@link #bind(Map)}, with markers of that kind. */
  public Bound bind(Map<String, ?> values, Markers markers) {
    StringBuilder sql = new StringBuilder();
    List<Object> ordered = new ArrayList<>();
    for (SqlScanner.Piece piece : pieces) {
      if (!piece.parameter()) {
        sql.append(piece.text());
        continue;
      }
      if (!values.containsKey(piece.text())) {
        throw new DatabricksException(
            Reason.INVALID,
            "Parameter '"
                + piece.text()
                + "' of the statement has no value. Set it in the header CamelDatabricksParameters, "
                + "in a map body, or with the option parameters."
                + piece.text()
                + ".");
      }
      Object value = values.get(piece.text());
      if (value instanceof Collection<?> list) {
        append(piece.text(), list, markers, sql, ordered);
      } else {
        ordered.add(value);
        markers.append(sql, ordered.size());
      }
    }
    return new Bound(sql.toString(), ordered);
  }

  private static void append(
      String name, Collection<?> list, Markers markers, StringBuilder sql, List<Object> ordered) {
    if (list.isEmpty() || list.size() > LONGEST_LIST) {
      throw new DatabricksException(
          Reason.INVALID,
          "Parameter '"
              + name
              + "' is a list of "
              + list.size()
              + " elements; 1 to "
              + LONGEST_LIST
              + " can be bound.");
    }
    String separator = "";
    for (Object element : list) {
      ordered.add(element);
      sql.append(separator);
      markers.append(sql, ordered.size());
      separator = ", ";
    }
  }

  /**
   * The driver refuses nothing here, but the service takes a semicolon for the start of a second
   * statement.
   */
  private static String withoutEnd(String sql) {
    String stripped = sql.stripTrailing();
    return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }
}
