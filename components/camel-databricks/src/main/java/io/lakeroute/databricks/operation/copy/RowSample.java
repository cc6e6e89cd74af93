// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Takes the rows that are looked at where nothing declares the columns. Stateless. */
final class RowSample {

  private static final int ROWS = 10_000;

  /** Characters and bytes of all values, as rows may be long. */
  private static final long LENGTH = 8_000_000;

  /** What a value takes besides its text. */
  private static final long VALUE = 16;

  private RowSample() {}

  static void take(Iterator<Map<String, Object>> body, List<Map<String, Object>> sample) {
    long length = 0;
    while (sample.size() < ROWS && length < LENGTH && body.hasNext()) {
      Map<String, Object> row = body.next();
      sample.add(row);
      length += length(row.values());
    }
  }

  private static long length(Object value) {
    if (value instanceof CharSequence text) {
      return VALUE + text.length();
    }
    if (value instanceof byte[] bytes) {
      return VALUE + bytes.length;
    }
    if (value instanceof ByteBuffer buffer) {
      return VALUE + buffer.remaining();
    }
    if (value instanceof Map<?, ?> map) {
      return length(map.keySet()) + length(map.values());
    }
    if (value instanceof Collection<?> values) {
      return values.stream().mapToLong(RowSample::length).sum();
    }
    return VALUE;
  }
}
