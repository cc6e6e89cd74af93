package io.lakeroute.processors.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of hidden files and folders that show what they belong to; stateless. */
public final class HiddenName {

  private static final int READABLE_NAME = 60;

  private HiddenName() {}

  /**
   * A name that begins with a dot, ends with a hash of the key, and shows the end of the key.
   *
   * @param key any text; two keys have two names
   */
  public static String of(String key) {
    return of(key, key);
  }

  /**
   * The same, with a hash of more than what may be shown.
   *
   * @param shown what the name shows the end of
   * @param key any text; two keys have two names
   */
  public static String of(String shown, String key) {
    String readable = shown.replaceAll("[^A-Za-z0-9._-]", "_");
    return "."
        + readable.substring(Math.max(0, readable.length() - READABLE_NAME))
        + "-"
        + hash(key).substring(0, 8);
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
