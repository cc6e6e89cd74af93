// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Identifies a row whatever run delivers it: SHA-256 of the table's id and the row's key, in hex.
 * Thread-safe: batches work out ids when somebody asks for them.
 *
 * <p>Each value goes in with its length, so that no two keys run together, and without its type's
 * name or scale, so that widening a column keeps the ids.
 */
public final class RecordId {

  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private final int tableLength;
  private ByteBuffer text = ByteBuffer.allocate(256);

  public RecordId(String tableId) {
    put(tableId.getBytes(StandardCharsets.UTF_8));
    this.tableLength = text.position();
  }

  /** The id of the row with these key values. */
  public synchronized String of(Object... key) {
    text.position(tableLength);
    for (Object value : key) {
      if (value == null) {
        room(Integer.BYTES).putInt(-1);
      } else {
        put(text(value).getBytes(StandardCharsets.UTF_8));
      }
    }
    digest.update(text.array(), 0, text.position());
    return HexFormat.of().formatHex(digest.digest());
  }

  private void put(byte[] bytes) {
    room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
  }

  private ByteBuffer room(int length) {
    if (text.remaining() < length) {
      int wanted = Math.max(2 * text.capacity(), text.position() + length);
      text = ByteBuffer.allocate(wanted).put(text.flip());
    }
    return text;
  }

  private static String text(Object value) {
    if (value instanceof byte[] binary) {
      return Base64.getEncoder().encodeToString(binary);
    }
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return value.toString();
  }
}
