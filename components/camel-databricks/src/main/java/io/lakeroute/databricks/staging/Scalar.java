// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.staging;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * A type without parts. Immutable.
 *
 * @param sql the type in SQL
 * @param encoder writes its values
 * @param form how the text stands in JSON
 * @param cast makes the value of the text, in SQL
 */
record Scalar(String sql, Encoder encoder, Form form, UnaryOperator<String> cast)
    implements ColumnType {

  /** Checks a value and writes it as text. */
  @FunctionalInterface
  interface Encoder {
    String text(Object value) throws Misfit;
  }

  /** How a text stands in JSON. */
  enum Form {
    STRING,
    /** A number or a boolean, without quotes. */
    BARE,
    /** A number, but NaN and the infinities are strings. */
    FLOATING,
    /** JSON itself. */
    JSON
  }

  /** A type that {@code CAST} makes of text. */
  static Scalar cast(String sql, Form form, Encoder encoder) {
    return new Scalar(sql, encoder, form, text -> "CAST(" + text + " AS " + sql + ")");
  }

  @Override
  public String text(Object value) throws Misfit {
    return encoder.text(value);
  }

  @Override
  public void json(Object value, JsonGenerator out) throws Misfit, IOException {
    String text = encoder.text(value);
    boolean quoted =
        form == Form.STRING
            || (form == Form.FLOATING && Character.isLetter(text.charAt(text.length() - 1)));
    if (quoted) {
      out.writeString(text);
    } else {
      out.writeRawValue(text);
    }
  }

  @Override
  public String expression(String text) {
    return cast.apply(text);
  }

  @Override
  public boolean comparable() {
    return form != Form.JSON;
  }
}
