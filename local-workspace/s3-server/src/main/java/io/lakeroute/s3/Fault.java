// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.s3;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;

/**
 * What happens to a request instead of, or before, its answer.
 *
 * @param match over method, path and query
 * @param status of the error; {@link #RESET} resets the connection, {@link #PASS} only delays
 * @param code S3's name of the error
 * @param after true to let the request take effect first, so that only its reply is lost
 * @param delayMillis how long to wait first
 * @param afterBytes how many bytes of the body pass before the connection is reset: of the request,
 *     or of the reply where the request is a GET
 */
record Fault(
    Pattern match, int status, String code, boolean after, long delayMillis, long afterBytes) {

  static final int RESET = 0;
  static final int PASS = -1;

  /**
   * @throws IllegalArgumentException where it cannot be understood
   */
  static Fault of(JsonNode json) {
    boolean delays = json.has("delayMillis");
    int status = json.path("status").asInt(delays && !json.has("afterBytes") ? PASS : RESET);
    if (status > 0 && (status < 400 || status > 599)) {
      throw new IllegalArgumentException("status must be an error, from 400 to 599");
    }
    return new Fault(
        pattern(json.path("match").asString(".*")),
        status,
        json.path("code").asString(defaultCode(status)),
        json.path("when").asString("before").equals("after"),
        json.path("delayMillis").asLong(0),
        json.path("afterBytes").asLong(0));
  }

  private static Pattern pattern(String match) {
    try {
      return Pattern.compile(match);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "match is no regular expression: " + e.getDescription(), e);
    }
  }

  private static String defaultCode(int status) {
    return switch (status) {
      case 400 -> "RequestTimeout";
      case 403 -> "AccessDenied";
      case 404 -> "NoSuchKey";
      case 503 -> "SlowDown";
      case 507 -> "InsufficientStorage";
      default -> "InternalError";
    };
  }
}
