// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * The header with which requests prove who sends them. The file is read for each request, so that a
 * token is replaced without a restart. Thread-safe.
 *
 * @param kind how the token is sent
 * @param header its name
 * @param file that holds the token alone, for basic {@code user:password}
 */
record Credentials(Kind kind, String header, Path file) {

  private static final long LARGEST = 64 * 1024;

  /** How a token is sent. */
  enum Kind {
    BEARER,
    BASIC,
    HEADER
  }

  /**
   * The present value of the header.
   *
   * @throws DeliveryException CONFIGURATION for a file that holds no token
   */
  String value() {
    String token = token();
    return switch (kind) {
      case BEARER -> "Bearer " + token;
      case BASIC ->
          "Basic " + Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8));
      case HEADER -> token;
    };
  }

  private String token() {
    String token;
    try {
      if (Files.size(file) > LARGEST) {
        throw wrong("is larger than 64 KB");
      }
      token = Files.readString(file).strip();
    } catch (IOException e) {
      throw wrong("cannot be read (" + e.getClass().getSimpleName() + ")");
    }
    if (token.isEmpty() || token.chars().anyMatch(Character::isISOControl)) {
      throw wrong("must hold one line, the token");
    }
    boolean ascii = token.chars().allMatch(each -> each < 127);
    if (kind == Kind.BASIC ? token.indexOf(':') < 1 : !ascii) {
      throw wrong(kind == Kind.BASIC ? "must hold user:password" : "holds characters beyond ASCII");
    }
    return token;
  }

  private DeliveryException wrong(String what) {
    return new DeliveryException(
        "CONFIGURATION", "The token file " + file + " " + what + "; look at tokenFile.");
  }

  /** Whether the file holds another token than the one that was sent. */
  static boolean changed(Optional<Credentials> credentials, Optional<String> sent) {
    return !credentials.map(Credentials::value).equals(sent);
  }
}
