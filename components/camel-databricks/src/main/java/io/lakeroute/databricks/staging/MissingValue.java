// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.databricks.statement.guard.ScalarExpressions;
import java.util.Optional;

/**
 * What a column gets in a new row that lacks it. Immutable.
 *
 * @param expression of its default; empty for NULL
 * @param constant whether the default has the same value in every row, as NULL does
 * @param byTable whether the table alone can make the value, as for identity and generated columns
 */
public record MissingValue(Optional<String> expression, boolean constant, boolean byTable) {

  static final MissingValue NULL = new MissingValue(Optional.empty(), true, false);
  static final MissingValue BY_TABLE = new MissingValue(Optional.empty(), false, true);

  private static final String DEFAULT = "CURRENT_DEFAULT";

  /** Keys of Delta for a column whose values the table makes. */
  private static final String GENERATED = "delta.generationExpression";

  private static final String IDENTITY = "delta.identity.";

  /**
   * Reads it from a column's metadata, as Spark keeps it.
   *
   * <p>A default becomes part of statements. What is not clearly one expression is left to the
   * table.
   *
   * @param type as SQL
   * @param expressions which defaults are one expression
   */
  static MissingValue of(JsonNode metadata, String type, ScalarExpressions expressions) {
    for (var keys = metadata.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (key.equals(GENERATED) || key.startsWith(IDENTITY)) {
        return BY_TABLE;
      }
    }
    if (!metadata.has(DEFAULT)) {
      return NULL;
    }
    String text = metadata.path(DEFAULT).asText();
    return expressions.recognize(text)
        ? new MissingValue(
            Optional.of("CAST((" + text + ") AS " + type + ")"),
            expressions.recognizeConstant(text),
            false)
        : BY_TABLE;
  }
}
