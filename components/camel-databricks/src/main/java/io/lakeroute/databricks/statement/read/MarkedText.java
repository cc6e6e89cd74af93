// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.statement.read.NamedStatement.Markers;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The pieces of a statement, put together again with markers where parameters stand. Immutable.
 *
 * @param prefix what the names of markers begin with; no word of the text does, since the server
 *     could take that for a parameter
 */
record MarkedText(List<SqlScanner.Piece> pieces, String prefix) {

  static final String PREFIX = "p";

  /** Each marker has them. */
  private static final int MOST_UNDERSCORES = 20;

  /**
   * @throws IllegalArgumentException when the text leaves no prefix
   */
  static MarkedText of(List<SqlScanner.Piece> pieces) {
    BitSet taken = new BitSet();
    pieces.stream().filter(piece -> !piece.parameter()).forEach(p -> take(p.text(), taken));
    int underscores = taken.nextClearBit(0);
    if (underscores > MOST_UNDERSCORES) {
      throw new IllegalArgumentException(
          "has words with p, underscores and a digit, as p1, p_1 and so on, for every number of underscores from 0 to "
              + MOST_UNDERSCORES
              + ", so that none is left for its markers. Rename one");
    }
    return new MarkedText(pieces, PREFIX + "_".repeat(underscores));
  }

  /** Notes how many underscores stand between a p and a digit, in one pass. */
  private static void take(String text, BitSet taken) {
    int at = 0;
    while (at < text.length()) {
      char first = text.charAt(at++);
      if (first != 'p' && first != 'P') {
        continue;
      }
      int start = at;
      while (at < text.length() && text.charAt(at) == '_') {
        at++;
      }
      if (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        taken.set(at - start);
      }
    }
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
