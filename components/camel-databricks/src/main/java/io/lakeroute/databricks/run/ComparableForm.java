// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static io.lakeroute.databricks.name.ObjectName.quote;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.SqlType;
import java.util.List;

/**
 * Writes SQL expressions that compare by value where the columns themselves do not compare, such as
 * maps and variants. Stateless.
 *
 * <p>Two forms are equal where the values are, whatever the order of a map's entries. A column of a
 * type that compares by itself is its own form.
 */
public final class ComparableForm {

  private ComparableForm() {}

  /** The form of a column. */
  public static String of(Column column) {
    return of(quote(column.name()), SqlType.parse(column.typeText()), 0);
  }

  /** Whether rows can be sorted by a column: the forms of others compare but give no order. */
  public static boolean sorts(Column column) {
    return sorts(SqlType.parse(column.typeText()));
  }

  private static boolean sorts(SqlType type) {
    if (type instanceof SqlType.ArrayOf array) {
      return sorts(array.element());
    }
    if (type instanceof SqlType.StructOf struct) {
      return struct.fields().stream().allMatch(field -> sorts(field.type()));
    }
    return type instanceof SqlType.Simple simple
        && !simple.name().matches("MAP|VARIANT|GEOMETRY|GEOGRAPHY");
  }

  private static String of(String value, SqlType type, int depth) {
    String entry = "e" + depth;
    if (type instanceof SqlType.ArrayOf array) {
      String element = of(entry, array.element(), depth + 1);
      return element.equals(entry) ? value : each(value, entry, element);
    }
    if (type instanceof SqlType.MapOf map) {
      String both =
          "struct("
              + of(entry + ".key", map.key(), depth + 1)
              + ", "
              + of(entry + ".value", map.value(), depth + 1)
              + ")";
      return "sort_array(" + each("map_entries(" + value + ")", entry, both) + ")";
    }
    return type instanceof SqlType.StructOf struct
        ? of(value, struct, depth)
        : of(value, (SqlType.Simple) type);
  }

  private static String each(String array, String entry, String form) {
    return "transform(" + array + ", " + entry + " -> " + form + ")";
  }

  private static String of(String value, SqlType.StructOf struct, int depth) {
    List<String> fields =
        struct.fields().stream().map(field -> value + "." + quote(field.name())).toList();
    List<String> forms =
        struct.fields().stream()
            .map(field -> of(value + "." + quote(field.name()), field.type(), depth))
            .toList();
    // A struct that is NULL is not one of NULLs.
    return forms.equals(fields)
        ? value
        : "IF(" + value + " IS NULL, NULL, struct(" + String.join(", ", forms) + "))";
  }

  private static String of(String value, SqlType.Simple type) {
    return switch (type.name()) {
      case "VARIANT" -> "to_json(" + value + ")";
      case "GEOMETRY", "GEOGRAPHY" -> "struct(st_asbinary(" + value + "), st_srid(" + value + "))";
      // A type whose parts are not known, as some paths report it.
      case "MAP" -> "sort_array(map_entries(" + value + "))";
      // By its own collation, two texts that differ may be equal.
      default ->
          type.name().startsWith("STRING COLLATE ")
              ? "collate(" + value + ", 'UTF8_BINARY')"
              : value;
    };
  }
}
