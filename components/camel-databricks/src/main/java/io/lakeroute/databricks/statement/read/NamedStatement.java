// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.jdbc.SentText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A statement with named parameters, cut up once and bound many times; values never become text.
 * Immutable.
 *
 * <p>What is judged is what is sent: the judge sees the very text that the driver gets, and sees it
 * again where a list gives it more markers.
 */
public final class NamedStatement {

  /** The service refuses more than 256, and some drivers more than 255. */
  private static final int MOST_VALUES = 255;

  private final MarkedText text;
  private final String marked;
  private final Set<String> names;
  private final String firstWord;
  private final Consumer<String> judge;

  /**
   * @param marked the text with positions where no list has several elements; INVALID where another
   *     would arrive
   */
  private NamedStatement(MarkedText text, String marked, String firstWord, Consumer<String> judge) {
    this.text = text;
    this.marked = marked;
    this.firstWord = firstWord;
    this.judge = judge;
    Set<String> found = new LinkedHashSet<>();
    text.pieces().stream().filter(SqlScanner.Piece::parameter).forEach(p -> found.add(p.text()));
    this.names = Set.copyOf(found);
  }

  /** A statement with a marker for each value. Immutable. */
  public static final class Bound {

    private final String sql;
    private final List<Object> values;
    private final String prefix;

    /**
     * @param sql a text that passed {@link SentText}
     */
    private Bound(String sql, List<Object> values, String prefix) {
      this.sql = sql;
      this.values = values;
      this.prefix = prefix;
    }

    /**
     * A statement without parameters.
     *
     * @throws DatabricksException INVALID where another text would arrive
     */
    public Bound(String sql) {
      this(SentText.ofDriver(sql), List.of(), MarkedText.PREFIX);
    }

    /** The very text that is sent. */
    public String sql() {
      return sql;
    }

    /** In the order of the markers. */
    public List<Object> values() {
      return values;
    }

    /** Name of the marker at a position that counts from 1. */
    String name(int position) {
      return prefix + position;
    }
  }

  /** How the markers look: the driver knows positions, the public REST API names. */
  public enum Markers {
    /** {@code ?} */
    POSITIONS,
    /**
     * {@code :p1}, {@code :p2} and so on, in the order of the values; with another prefix where the
     * text has such a word, which the server could take for a parameter.
     */
    NAMES
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
    MarkedText text;
    try {
      text = MarkedText.of(scanner.scan());
    } catch (IllegalArgumentException e) {
      throw new DatabricksException(Reason.INVALID, "The statement " + e.getMessage() + ".");
    }
    if (scanner.firstWord().isEmpty()) {
      throw new DatabricksException(Reason.INVALID, "The statement is empty.");
    }
    if (!kind.startsWith(scanner.firstWord())) {
      throw new DatabricksException(Reason.INVALID, kind.refusal());
    }
    String marked = SentText.ofDriver(text.with(Map.of(), Markers.POSITIONS));
    return new NamedStatement(text, marked, scanner.firstWord(), judged -> {});
  }

  /**
   * The same statement, after the judge let it pass, which throws to refuse; it sees the text again
   * before one with longer lists is bound.
   */
  NamedStatement judgedBy(Consumer<String> judge) {
    judge.accept(marked);
    return new NamedStatement(text, marked, firstWord, judge);
  }

  /**
   * The text with a marker for each parameter, as it is sent while no list has several elements:
   * blanks fill it up to the parameter's length, so that places in it are places in what was
   * written.
   */
  String marked() {
    return marked;
  }

  /** In capitals. */
  public String firstWord() {
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
   * @throws DatabricksException INVALID when a value is missing, a collection is empty, or there
   *     are more values than a statement takes
   */
  public Bound bind(Map<String, ?> values) {
    return bind(values, Markers.POSITIONS);
  }

  /** As {@link #bind(Map)}, with markers of that kind. */
  public Bound bind(Map<String, ?> values, Markers markers) {
    List<Object> ordered = new ArrayList<>();
    for (SqlScanner.Piece piece : text.pieces()) {
      if (!piece.parameter()) {
        continue;
      }
      Object value = value(piece.text(), values);
      if (value instanceof Collection<?> list) {
        requireBindable(piece.text(), list);
        ordered.addAll(list);
      } else {
        ordered.add(value);
      }
    }
    requireFew(ordered);
    boolean longer = ordered.size() > text.parameters();
    if (longer) {
      judge.accept(text.with(values, Markers.POSITIONS));
    }
    return new Bound(
        longer || markers != Markers.POSITIONS
            ? SentText.ofDriver(text.with(values, markers))
            : marked,
        ordered,
        text.prefix());
  }

  private static Object value(String name, Map<String, ?> values) {
    if (!values.containsKey(name)) {
      throw new DatabricksException(
          Reason.INVALID,
          "Parameter '"
              + name
              + "' of the statement has no value. Set it in the header CamelDatabricksParameters, "
              + "in a map body, or with the option parameters."
              + name
              + ".");
    }
    return values.get(name);
  }

  private static void requireBindable(String name, Collection<?> list) {
    if (list.isEmpty()) {
      throw new DatabricksException(
          Reason.INVALID,
          "Parameter '" + name + "' is an empty list; a list needs one element or more.");
    }
  }

  private static void requireFew(List<Object> values) {
    if (values.size() > MOST_VALUES) {
      throw new DatabricksException(
          Reason.INVALID,
          "The statement has %d values to bind, each element of a list and each use of a parameter counted; Databricks takes up to %d. Pass a long list as one JSON text, as in id IN (SELECT explode(from_json(:ids, 'ARRAY<BIGINT>')))."
              .formatted(values.size(), MOST_VALUES));
    }
  }

  /**
   * A statement without the semicolon at its end.
   *
   * <p>The driver refuses nothing here, but the service takes a semicolon for the start of a second
   * statement.
   */
  public static String withoutEnd(String sql) {
    String stripped = sql.stripTrailing();
    return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
  }
}
