package io.lakeroute.databricks.snapshot;

import io.lakeroute.databricks.result.Column;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Fingerprints of what must not be kept itself. Stateless. */
final class Hashes {

  private Hashes() {}

  static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }

  static String columns(List<Column> columns) {
    StringBuilder text = new StringBuilder();
    columns.forEach(c -> text.append(c.name()).append('\n').append(c.typeText()).append('\n'));
    return sha256(text.toString());
  }
}
