package io.lakeroute.databricks.query;

import io.lakeroute.databricks.query.NamedStatement.Markers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pieces of a statement, put together again with markers where parameters stand. Immutable.
 *
 * @param prefix what the names of markers begin with; no word of the text does, since the server
 *     could take that for a parameter
 */
record MarkedText(List<SqlScanner.Piece> pieces, String prefix) {

  static final String PREFIX = "p";

  static MarkedText of(List<SqlScanner.Piece> pieces) {
    String text =
        pieces.stream()
            .map(piece -> piece.parameter() ? " " : piece.text())
            .collect(Collectors.joining());
    String prefix = PREFIX;
    while (Pattern.compile(prefix + "\\d", Pattern.CASE_INSENSITIVE).matcher(text).find()) {
      prefix += "_";
    }
    return new MarkedText(pieces, prefix);
  }

  long parameters() {
    return pieces.stream().filter(SqlScanner.Piece::parameter).count();
  }

  /**
   * One marker for each value, and for each element of a list. Blanks fill it up to the parameter's
   * length, so that places in the text are places in what was written.
   */
  String with(Map<String, ?> values, Markers markers) {
    StringBuilder sql = new StringBuilder();
    int position = 0;
    for (SqlScanner.Piece piece : pieces) {
      if (!piece.parameter()) {
        sql.append(piece.text());
        continue;
      }
      int end = sql.length() + 1 + piece.text().length();
      int elements = values.get(piece.text()) instanceof Collection<?> list ? list.size() : 1;
      for (int i = 0; i < elements; i++) {
        position++;
        sql.append(i == 0 ? "" : ", ")
            .append(markers == Markers.POSITIONS ? "?" : ":" + prefix + position);
      }
      // At least one: what follows must not become part of the marker, as in the operator ?::.
      sql.append(" ".repeat(Math.max(1, end - sql.length())));
    }
    return sql.toString();
  }
}
