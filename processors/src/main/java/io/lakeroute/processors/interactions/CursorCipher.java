// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a cursor carries with AES-256-GCM, bound to the request it belongs to; thread-safe.
 *
 * <p>Each binding has a key of its own, derived from the shared one, so that the number of random
 * nonces per key stays far below what GCM allows. A sealed text is {@code version(1) nonce(12)
 * ciphertext tag(16)} in URL-safe Base64.
 */
public final class CursorCipher {

  private static final byte VERSION = 1;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int HEADER_BYTES = 1 + NONCE_BYTES;
  private static final int MAX_TEXT_LENGTH = 8192;

  private final SecretKeySpec shared;
  private final SecureRandom random = new SecureRandom();

  private CursorCipher(byte[] key) {
    shared = new SecretKeySpec(key, "HmacSHA256");
  }

  /** With a key that nobody knows, where no cursor is handed out. */
  public static CursorCipher withoutCursors() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return withKey(Base64.getEncoder().encodeToString(key));
  }

  /**
   * A cipher with the key that all nodes share.
   *
   * @param base64Key 32 random bytes in Base64, the same on all nodes
   * @throws IllegalArgumentException saying how to make a key; never with the key in it
   */
  public static CursorCipher withKey(String base64Key) {
    byte[] key = decode(base64Key.trim());
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "the cursor key must be 32 random bytes in Base64; make one with: openssl rand -base64 32");
    }
    return new CursorCipher(key);
  }

  /** Encrypts; the text is URL-safe and can only be opened with the same binding. */
  String seal(byte[] plain, byte[] binding) {
    byte[] sealed = new byte[HEADER_BYTES + plain.length + TAG_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    sealed[0] = VERSION;
    System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
    try {
      cipher(Cipher.ENCRYPT_MODE, nonce, binding)
          .doFinal(plain, 0, plain.length, sealed, HEADER_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a cursor cannot be encrypted", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /** Decrypts; empty if the text was not sealed by this key for this binding. */
  Optional<byte[]> open(String text, byte[] binding) {
    if (text.length() > MAX_TEXT_LENGTH) {
      return Optional.empty();
    }
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] != VERSION) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, HEADER_BYTES);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, nonce, binding)
              .doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a cursor cannot be decrypted", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] binding) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(shared);
    mac.update(VERSION);
    SecretKeySpec key = new SecretKeySpec(mac.doFinal(binding), "AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(new byte[] {VERSION});
    cipher.updateAAD(binding);
    return cipher;
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      // The cause would repeat a piece of the key.
      return new byte[0];
    }
  }
}
