// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.databricks.jdbc.common.util.StringUtil;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Refuses statements that would not arrive as they were written, and so not as they were judged.
 * Stateless.
 *
 * <p>Before it sends a statement, databricks-jdbc deletes every empty ESCAPE clause from it, also
 * inside literals, comments and quoted identifiers: what was text becomes code. Its other changes
 * (JDBC escapes, parameters put into the text, batches of rows) need a switch, and are off.
 */
public final class SentText {

  /** What the driver's regular expression takes for a blank. */
  private static final String BLANKS = " \t\n\u000B\f\r";

  /** The driver's time grows with the square: half a minute for 100,000 blanks. */
  private static final int MOST_BLANKS = 500;

  /**
   * Of the lengths of all rows of blanks, squared and added up: at most a second. A million
   * characters that are indented by 40 have 40 million.
   */
  private static final long MOST_SQUARES = 100_000_000;

  private SentText() {}

  /**
   * A statement for the driver, the same.
   *
   * @throws DatabricksException INVALID when the driver would send another text, or would take very
   *     long over it; the text is not repeated
   */
  public static String ofDriver(String sql) {
    encodable(sql);
    requireFewBlanks(sql);
    String sent = StringUtil.removeRedundantEscapeClause(sql);
    if (!sent.equals(sql)) {
      throw refused(
          "ESCAPE and an empty pair of quotes near character "
              + (Arrays.mismatch(sql.toCharArray(), sent.toCharArray()) + 1)
              + ", which the JDBC driver deletes from every statement. Leave an empty ESCAPE clause out, or name"
              + " its character as in ESCAPE '!'; pass a literal with such a text as a parameter");
    }
    return sql;
  }

  /**
   * A statement for any of the interfaces, the same.
   *
   * @throws DatabricksException INVALID when it has characters that cannot be sent
   */
  public static String encodable(String sql) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(sql)) {
      throw refused(
          "half of a character (an unpaired surrogate), which would arrive as a question mark."
              + " Write the whole character");
    }
    return sql;
  }

  private static void requireFewBlanks(String sql) {
    int blanks = 0;
    long squares = 0;
    for (int i = 0; i < sql.length(); i++) {
      boolean blank = BLANKS.indexOf(sql.charAt(i)) >= 0;
      squares += blank ? 2L * blanks + 1 : 0;
      blanks = blank ? blanks + 1 : 0;
      if (squares > MOST_SQUARES) {
        throw refused(
            "too many long rows of blanks and line ends, up to character "
                + (i + 1)
                + ", over which the JDBC driver takes very long. Shorten them");
      }
      if (blanks > MOST_BLANKS) {
        throw refused(
            "more than "
                + MOST_BLANKS
                + " blanks and line ends in a row, up to character "
                + (i + 1)
                + ", over which the JDBC driver takes very long. Shorten them");
      }
    }
  }

  private static DatabricksException refused(String what) {
    return new DatabricksException(Reason.INVALID, "The statement has " + what + ".");
  }
}
