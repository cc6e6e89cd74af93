// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;

/** Types that clients get as text, at any depth of a column; stateless. */
final class TextTypes {

  private TextTypes() {}

  /** Whether a type is one, or holds one. */
  static boolean within(DataType type) {
    return !encoded(type).sameType(type);
  }

  /** The type as it travels. */
  static DataType encoded(DataType type) {
    if (type instanceof VariantType || type instanceof CalendarIntervalType) {
      return DataTypes.StringType;
    }
    if (type instanceof ArrayType array) {
      return new ArrayType(encoded(array.elementType()), array.containsNull());
    }
    if (type instanceof MapType map) {
      return new MapType(map.keyType(), encoded(map.valueType()), map.valueContainsNull());
    }
    if (type instanceof StructType struct) {
      var fields =
          Arrays.stream(struct.fields())
              .map(
                  f -> new StructField(f.name(), encoded(f.dataType()), f.nullable(), f.metadata()))
              .toArray(StructField[]::new);
      return new StructType(fields);
    }
    return type;
  }

  /**
   * The expression that makes a value of a type what travels.
   *
   * @param value an expression for it
   */
  static String expression(DataType type, String value) {
    return expression(type, value, 0);
  }

  private static String expression(DataType type, String value, int depth) {
    if (!within(type)) {
      return value;
    }
    if (type instanceof ArrayType array) {
      String element = "e" + depth;
      return "transform(%s, %s -> %s)"
          .formatted(value, element, expression(array.elementType(), element, depth + 1));
    }
    if (type instanceof MapType map) {
      String entry = "v" + depth;
      return "transform_values(%s, (k%d, %s) -> %s)"
          .formatted(value, depth, entry, expression(map.valueType(), entry, depth + 1));
    }
    if (type instanceof StructType struct) {
      List<String> fields = new ArrayList<>();
      for (StructField field : struct.fields()) {
        String of = value + ".`" + field.name().replace("`", "``") + "`";
        fields.add(literal(field.name()) + ", " + expression(field.dataType(), of, depth));
      }
      return "if(%s IS NULL, NULL, named_struct(%s))".formatted(value, String.join(", ", fields));
    }
    return (type instanceof VariantType ? "to_json(" : "string(") + value + ")";
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
