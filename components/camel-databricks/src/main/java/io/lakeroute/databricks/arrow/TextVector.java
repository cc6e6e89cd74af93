// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** STRING, and what travels as text: VARIANT, some intervals, geometries. Immutable. */
final class TextVector extends Vector {

  private final Offsets offsets;
  private final Region text;

  TextVector(Validity validity, Offsets offsets, Region text) {
    super(validity);
    this.offsets = offsets;
    this.text = text;
  }

  @Override
  protected Object value(int row) {
    return new String(
        text.bytes(),
        text.offset() + offsets.from(row),
        offsets.length(row),
        StandardCharsets.UTF_8);
  }

  @Override
  protected void value(int row, ValueSink sink) throws IOException {
    sink.text(text.bytes(), text.offset() + offsets.from(row), offsets.length(row));
  }
}
