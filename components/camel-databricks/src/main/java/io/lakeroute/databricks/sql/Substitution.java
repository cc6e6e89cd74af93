package io.lakeroute.databricks.sql;

import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what Spark may replace by a setting of the session before it parses a statement, also in
 * literals: then another text runs than the one that was judged. Stateless.
 */
final class Substitution {

  private static final Pattern REPLACED = Pattern.compile("\\$\\{\\S+?}");

  private Substitution() {}

  /**
   * @throws DatabricksException INVALID when the text holds such a place
   */
  static void refuse(String sql) {
    Matcher place = REPLACED.matcher(sql);
    if (place.find()) {
      throw new DatabricksException(
          Reason.INVALID,
          "The statement has ${…} at character "
              + (place.start() + 1)
              + ", which the server may replace after the statement was checked. Pass such a text as a"
              + " parameter, or write it in two parts: '$' || '{…}'.");
    }
  }
}
