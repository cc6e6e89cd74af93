// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A value for a parameter marker, as text with a SQL type.
 *
 * @param name empty for a positional parameter
 * @param value empty for NULL
 */
public record Parameter(String name, String type, Optional<String> value) {

  private static final int MOST = 256;

  /** Why a statement with too many values is refused, in the text of the real service. */
  public static Optional<String> excess(int count) {
    return count <= MOST
        ? Optional.empty()
        : Optional.of(
            "Parameterized query has too many parameters: %d parameters were given but the limit is %d."
                .formatted(count, MOST));
  }

  Expression literal(String timeZone) {
    DataType dataType = dataType();
    if (value.isEmpty() || dataType instanceof NullType) {
      return Literal$.MODULE$.create(null, dataType);
    }
    String text = value.get();
    if (dataType instanceof DecimalType) {
      return decimal(text); // as live: DECIMAL(10,2) "1.50" arrives as DECIMAL(3,2)
    }
    var string = Literal$.MODULE$.apply(text);
    if (dataType instanceof StringType) {
      return string;
    }
    Object cast =
        new Cast(string, dataType, Option.apply(timeZone), EvalMode$.MODULE$.ANSI()).eval(null);
    return Literal$.MODULE$.create(cast, dataType);
  }

  private static Expression decimal(String text) {
    try {
      return Literal$.MODULE$.apply(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      throw SqlFailure.of(
          "CAST_INVALID_INPUT",
          "22018",
          "The value of a parameter of the type \"DECIMAL\" is malformed.");
    }
  }

  private DataType dataType() {
    DataType dataType;
    try {
      dataType = CatalystSqlParser$.MODULE$.parseDataType(type);
    } catch (Exception e) { // a ParseException, which Scala does not declare
      throw invalidType();
    }
    if (dataType instanceof BinaryType
        || dataType instanceof ArrayType
        || dataType instanceof MapType
        || dataType instanceof StructType) {
      throw invalidType();
    }
    return dataType;
  }

  private SqlFailure invalidType() {
    return SqlFailure.of(
        "INVALID_PARAMETER_MARKER_VALUE.INVALID_DATA_TYPE",
        "22023",
        "An invalid parameter mapping was provided: the type '%s' of parameter '%s' is not supported."
            .formatted(type, name));
  }
}
