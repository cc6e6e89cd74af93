// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A column of a result. Immutable.
 *
 * @param name as the statement names it
 * @param typeText SQL type, such as {@code DECIMAL(18,2)}
 */
public record Column(String name, String typeText) {
  public Column {
    requireNonNull(name, "name");
    requireNonNull(typeText, "typeText");
  }

  /**
   * The same columns, if no two share a name, nor two fields of a STRUCT: a row is a map to most of
   * its readers, where the second column of a name would replace the first.
   */
  public static List<Column> distinct(List<Column> columns) {
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new DatabricksException(
            Reason.INVALID,
            "The result has two columns named '"
                + column.name()
                + "'. Give one of them an alias with AS.");
      }
      requireDistinct(column.name(), SqlType.parse(column.typeText()));
    }
    return List.copyOf(columns);
  }

  private static void requireDistinct(String column, SqlType type) {
    if (type instanceof SqlType.ArrayOf array) {
      requireDistinct(column, array.element());
    } else if (type instanceof SqlType.MapOf map) {
      requireDistinct(column, map.key());
      requireDistinct(column, map.value());
    } else if (type instanceof SqlType.StructOf struct) {
      Set<String> names = new HashSet<>();
      for (SqlType.Field field : struct.fields()) {
        if (!names.add(field.name())) {
          throw new DatabricksException(
              Reason.INVALID,
              "The column '"
                  + column
                  + "' has a STRUCT with two fields named '"
                  + field.name()
                  + "'. Give one of them another name.");
        }
        requireDistinct(column, field.type());
      }
    }
  }
}
