// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.identity.Principals;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/** Tells who calls, or refuses as the real service does; safe for threads. */
public final class Authenticator {

  private static final String BEARER = "Bearer ";

  private final Credentials credentials;
  private final Tokens tokens;
  private final EntraTokens entra;
  private final Principals principals;

  public Authenticator(
      Credentials credentials, Tokens tokens, EntraTokens entra, Principals principals) {
    this.credentials = credentials;
    this.tokens = tokens;
    this.entra = entra;
    this.principals = principals;
  }

  public String principal(Request request) {
    String header = request.header("Authorization").orElse("");
    if (!header.startsWith(BEARER)) {
      throw refused(401, "Credential was not sent or was of an unsupported type for this API.");
    }
    String token = header.substring(BEARER.length()).strip();
    if (same(token, credentials.personalToken())) {
      return Credentials.PERSON;
    }
    return tokens
        .principal(token)
        .or(() -> entra.principal(token))
        .filter(name -> principals.find(name).isPresent())
        .orElseThrow(() -> refused(403, "Invalid access token."));
  }

  /** Compares secrets without telling by the time it takes how much of them was right. */
  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  /** The real service gives a number as {@code error_code} here, and a text everywhere else. */
  static ApiException refused(int status, String reason) {
    String message = "%s [ReqId: %s]".formatted(reason, UUID.randomUUID());
    var body = Json.object().put("error_code", status).put("message", message);
    return new ApiException(
        Response.json(status, body).withHeader("X-Databricks-Reason-Phrase", reason), message);
  }
}
