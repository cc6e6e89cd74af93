// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import io.lakeroute.processors.json.JsonValues;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of values of rows, by their JSON text; stateless. */
final class ValueDigest {

  private ValueDigest() {}

  static byte[] of(Object value) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(JsonValues.text(value).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(Object value) {
    return HexFormat.of().formatHex(of(value));
  }
}
