// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.thrift;

import com.databricks.jdbc.model.client.thrift.generated.TColumnDesc;
import com.databricks.jdbc.model.client.thrift.generated.TGetResultSetMetadataResp;
import com.databricks.jdbc.model.client.thrift.generated.TPrimitiveTypeEntry;
import com.databricks.jdbc.model.client.thrift.generated.TSparkRowSetType;
import com.databricks.jdbc.model.client.thrift.generated.TTableSchema;
import com.databricks.jdbc.model.client.thrift.generated.TTypeDesc;
import com.databricks.jdbc.model.client.thrift.generated.TTypeEntry;
import com.databricks.jdbc.model.client.thrift.generated.TTypeId;
import com.databricks.jdbc.model.client.thrift.generated.TTypeQualifierValue;
import com.databricks.jdbc.model.client.thrift.generated.TTypeQualifiers;
import io.lakeroute.workspace.sql.ColumnTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Columns as Thrift describes them; stateless. */
final class ThriftTypes {

  private ThriftTypes() {}

  static TTableSchema schema(StructType schema) {
    var columns = new ArrayList<TColumnDesc>();
    for (StructField field : schema.fields()) {
      var entry = new TPrimitiveTypeEntry(id(field.dataType()));
      if (field.dataType() instanceof DecimalType decimal) {
        entry.setTypeQualifiers(
            new TTypeQualifiers(
                Map.of(
                    "precision", TTypeQualifierValue.i32Value(decimal.precision()),
                    "scale", TTypeQualifierValue.i32Value(decimal.scale()))));
      }
      var type = new TTypeDesc(List.of(TTypeEntry.primitiveEntry(entry)));
      columns.add(new TColumnDesc(field.name(), type, columns.size() + 1));
    }
    return new TTableSchema(columns);
  }

  /** The description of a column-wise answer. */
  static TGetResultSetMetadataResp metadata(List<MetadataQuery.Column> columns) {
    var schema = new StructType();
    for (var column : columns) {
      schema =
          schema.add(column.name(), column.number() ? DataTypes.IntegerType : DataTypes.StringType);
    }
    var reply = new TGetResultSetMetadataResp(ThriftCalls.SUCCESS);
    reply.setSchema(schema(schema));
    reply.setResultFormat(TSparkRowSetType.COLUMN_BASED_SET);
    return reply;
  }

  private static TTypeId id(DataType type) {
    return switch (ColumnTypes.name(type)) {
      case "BYTE" -> TTypeId.TINYINT_TYPE;
      case "SHORT" -> TTypeId.SMALLINT_TYPE;
      case "INT" -> TTypeId.INT_TYPE;
      case "LONG" -> TTypeId.BIGINT_TYPE;
      case "FLOAT" -> TTypeId.FLOAT_TYPE;
      case "DOUBLE" -> TTypeId.DOUBLE_TYPE;
      case "DECIMAL" -> TTypeId.DECIMAL_TYPE;
      case "BOOLEAN" -> TTypeId.BOOLEAN_TYPE;
      case "BINARY" -> TTypeId.BINARY_TYPE;
      case "DATE" -> TTypeId.DATE_TYPE;
      case "TIMESTAMP", "TIMESTAMP_NTZ" -> TTypeId.TIMESTAMP_TYPE;
      case "ARRAY" -> TTypeId.ARRAY_TYPE;
      case "MAP" -> TTypeId.MAP_TYPE;
      case "STRUCT" -> TTypeId.STRUCT_TYPE;
      case "NULL" -> TTypeId.NULL_TYPE;
      case "INTERVAL" ->
          type instanceof YearMonthIntervalType
              ? TTypeId.INTERVAL_YEAR_MONTH_TYPE
              : TTypeId.INTERVAL_DAY_TIME_TYPE;
      default -> TTypeId.STRING_TYPE;
    };
  }
}
