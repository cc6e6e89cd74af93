package io.lakeroute.databricks.snapshot;

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
final class RecordId {

  private static final byte[] NULL = {-1, -1, -1, -1};

  private final MessageDigest digest;
  private final byte[] tableId;

  RecordId(String tableId) {
    this.tableId = tableId.getBytes(StandardCharsets.UTF_8);
    this.digest = DigestUtils.getSha256Digest();
  }

  /** The id of the row with these key values. */
  synchronized String of(Object... key) {
    put(tableId);
    for (Object value : key) {
      if (value == null) {
        digest.update(NULL);
      } else {
        put(text(value).getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void put(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
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
