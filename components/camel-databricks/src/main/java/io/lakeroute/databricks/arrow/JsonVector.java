// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.SqlType;
import io.lakeroute.databricks.result.TextValue;

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
    return TextValue.of(text.value(row), type);
  }
}
