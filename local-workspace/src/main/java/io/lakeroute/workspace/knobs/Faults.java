// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.knobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Failures that tests asked for: each replaces the replies of the next calls it fits; safe for
 * threads.
 */
public final class Faults {

  /** The status that stands for a connection closed without a reply. */
  public static final int NO_REPLY = 0;

  private static final int NO_CONTENT = 204;

  /**
   * What to answer instead.
   *
   * @param after true to let the call take effect first, so that only its reply is lost
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
  public record Fault(
      Pattern match, int status, Map<String, String> headers, byte[] body, boolean after) {

    public Response response() {
      var reply =
          status == NO_CONTENT
              ? Response.noContent()
              : Response.bytes(status, "application/json", body);
      return reply.withHeaders(headers);
    }
  }

  private final List<Fault> pending = new ArrayList<>();

  /** The fault for this request, used up by asking. */
  public synchronized Optional<Fault> take(Request request) {
    if (pending.isEmpty() || request.path().startsWith("/local/")) {
      return Optional.empty();
    }
    String call = request.method() + " " + request.path().replaceFirst("/+$", "");
    var fault = pending.stream().filter(f -> f.match().matcher(call).matches()).findFirst();
    fault.ifPresent(pending::remove);
    return fault;
  }

  synchronized void add(JsonNode json) {
    var headers = new LinkedHashMap<String, String>();
    json.path("headers").properties().forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
    int status = json.path("status").asInt(NO_REPLY);
    var body = json.has("body") ? json.get("body") : defaultBody(status);
    var fault =
        new Fault(
            pattern(json.path("match").asText(".*")),
            status,
            headers,
            body.toString().getBytes(StandardCharsets.UTF_8),
            json.path("when").asText("before").equals("after"));
    for (int i = json.path("times").asInt(1); i > 0; i--) {
      pending.add(fault);
    }
  }

  synchronized void clear() {
    pending.clear();
  }

  private static Pattern pattern(String match) {
    try {
      return Pattern.compile(match);
    } catch (PatternSyntaxException e) {
      throw ApiException.badRequest("match is no regular expression: " + e.getDescription());
    }
  }

  private static JsonNode defaultBody(int status) {
    return switch (status) {
      case 401 -> ApiException.body("UNAUTHENTICATED", "Token is expired");
      case 403 -> ApiException.body("PERMISSION_DENIED", "Permission denied");
      case 429 -> ApiException.body("RESOURCE_EXHAUSTED", "Too many requests");
      case 503 -> ApiException.body("TEMPORARILY_UNAVAILABLE", "The service is unavailable");
      default -> ApiException.body("INTERNAL_ERROR", "A fault was injected");
    };
  }
}
