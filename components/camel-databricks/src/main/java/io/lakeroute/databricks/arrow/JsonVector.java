package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.NestedValue;
import io.lakeroute.databricks.result.SqlType;

/** ARRAY, MAP or STRUCT that travels as JSON text. Immutable. */
final class JsonVector extends Vector {

  private final Vector text;
  private final SqlType type;

  JsonVector(Validity validity, Vector text, SqlType type) {
    super(validity);
    this.text = text;
    this.type = type;
  }

  @Override
  protected Object value(int row) {
    return NestedValue.parse((String) text.value(row), type);
  }
}
