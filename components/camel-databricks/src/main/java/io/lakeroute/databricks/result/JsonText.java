// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * JSON text of single values, and of the lists and maps that operations leave in a body. Stateless.
 */
public final class JsonText {

  private static final int CAPACITY = 512;

  private JsonText() {}

  /**
   * Values as in {@link RecordBatch#toJson()}: decimals exact, moments in ISO 8601, binary in
   * base64.
   *
   * @param value a value of a row, or lists and maps of them; null becomes {@code null}
   */
  public static String of(Object value) {
    Utf8Buffer text = new Utf8Buffer(CAPACITY);
    try {
      new JsonEncoder(List.of(), text, true).single(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
