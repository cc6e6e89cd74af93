// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.Json;
import java.util.Locale;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Names column types as the REST APIs do; stateless. */
public final class ColumnTypes {

  private ColumnTypes() {}

  /** The manifest's schema; positions count from 0. */
  public static ObjectNode manifest(StructType schema) {
    var json = Json.object().put("column_count", schema.length());
    if (schema.isEmpty()) {
      return json;
    }
    var columns = json.putArray("columns");
    int position = 0;
    for (StructField field : schema.fields()) {
      var column =
          columns
              .addObject()
              .put("name", field.name())
              .put("type_text", field.dataType().sql())
              .put("type_name", name(field.dataType()))
              .put("position", position++);
      if (field.dataType() instanceof DecimalType decimal) {
        column.put("type_precision", decimal.precision()).put("type_scale", decimal.scale());
      }
    }
    return json;
  }

  /** A column's type as it was declared: of CHAR and VARCHAR, Spark shows a STRING. */
  public static DataType declared(StructField column) {
    return CharVarcharUtils.getRawType(column.metadata()).getOrElse(column::dataType);
  }

  /** The {@code type_name} of a column. */
  public static String name(DataType type) {
    String sql = type.sql().replaceAll("[(< ].*", "").toUpperCase(Locale.ROOT);
    return switch (sql) {
      case "TINYINT" -> "BYTE";
      case "SMALLINT" -> "SHORT";
      case "BIGINT" -> "LONG";
      case "VOID" -> "NULL";
      case "VARCHAR" -> "STRING";
      default -> sql;
    };
  }
}
