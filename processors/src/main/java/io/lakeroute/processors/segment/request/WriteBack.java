// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.sql.SqlName;
import java.util.Optional;

/**
 * Whether segments may be put into tables, and where those lie. Immutable.
 *
 * @param schema the only one; empty for none
 */
public record WriteBack(boolean allowed, Optional<SqlName> schema) {

  /**
   * Reads the setting.
   *
   * @param schema as {@code catalog.schema}; blank for none
   * @throws IllegalArgumentException if it is no name of a schema
   */
  public static WriteBack of(boolean allowed, String schema) {
    try {
      return new WriteBack(
          allowed,
          schema.isBlank() ? Optional.empty() : Optional.of(SqlName.schema(schema.strip())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "materializeIn '" + schema + "' must be catalog.schema: " + e.getMessage());
    }
  }

  /**
   * The table that a request names.
   *
   * @throws RequestException NOT_ALLOWED where an operator does not allow it, INVALID for what is
   *     no name
   */
  SqlName table(Optional<String> text) {
    if (!allowed) {
      throw new RequestException(
          ProblemReason.NOT_ALLOWED,
          "segments are not put into tables; an operator can allow it (writeBack)");
    }
    if (schema.isEmpty()) {
      throw new RequestException(
          ProblemReason.NOT_ALLOWED,
          "there is no schema for tables of segments; an operator can name one (materializeIn)");
    }
    SqlName table =
        name(text.orElseThrow(() -> RequestException.invalid("the body needs a table")));
    if (!table.liesIn(schema.get())) {
      throw new RequestException(
          ProblemReason.NOT_ALLOWED,
          "tables of segments lie in " + schema.get() + "; an operator can change it");
    }
    return table;
  }

  private static SqlName name(String text) {
    try {
      return SqlName.object(text);
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid("table must be catalog.schema.table: " + e.getMessage());
    }
  }
}
