// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The text of values where only text can stand, as for the keys of a map. Stateless. */
public final class ValueText {

  private ValueText() {}

  /** As in CSV, without its quotes. */
  public static String of(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof byte[] binary) {
      return Base64.getEncoder().encodeToString(binary);
    }
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      return JsonText.of(value);
    }
    Utf8Buffer text = new Utf8Buffer(64);
    try {
      new CsvEncoder(List.of(), text).value(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
