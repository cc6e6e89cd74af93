// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * The part of a list that a request asks for. A page token holds the last name given, so that pages
 * neither repeat nor skip an object while others come and go; immutable.
 *
 * @param size how many entries at most
 * @param after the name after which to go on; empty at the start
 */
record Page(int size, String after) {
  private static final int LARGEST = 50;
  private static final String TOKEN_PREFIX = "after:";

  /**
   * Reads {@code max_results} (absent: everything, 0: the server's choice) and {@code page_token}.
   */
  static Page of(Request request) {
    return new Page(
        request
            .parameter("max_results")
            .map(text -> size("max_results", text, LARGEST))
            .orElse(Integer.MAX_VALUE),
        after(request));
  }

  /** Reads a size, above which there is no page, and {@code page_token}. */
  static Page of(Request request, String parameter, int largest) {
    return new Page(
        request.parameter(parameter).map(text -> size(parameter, text, largest)).orElse(largest),
        after(request));
  }

  private static String after(Request request) {
    return request.parameter("page_token").map(Page::decode).orElse("");
  }

  /** Answers with this page of the names, which are sorted and unique. */
  Response answer(String member, List<String> names, Function<String, JsonNode> json) {
    var rest = names.stream().filter(name -> name.compareTo(after) > 0).toList();
    var page = rest.subList(0, Math.min(size, rest.size()));
    var body = Json.object();
    var entries = body.putArray(member);
    page.forEach(name -> entries.add(json.apply(name)));
    if (page.size() < rest.size()) {
      body.put("next_page_token", encode(page.get(page.size() - 1)));
    }
    return Response.json(body);
  }

  private static int size(String parameter, String text, int largest) {
    try {
      int wanted = Integer.parseInt(text);
      if (wanted >= 0) {
        return wanted == 0 ? largest : Math.min(wanted, largest);
      }
    } catch (NumberFormatException e) {
      // Refused below, like a negative number.
    }
    throw ApiException.badRequest(parameter + " must be a number not below 0, but is " + text);
  }

  private static String encode(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((TOKEN_PREFIX + name).getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(TOKEN_PREFIX)) {
        return text.substring(TOKEN_PREFIX.length());
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like a token of something else.
    }
    throw ApiException.badRequest("page_token is not one that this workspace gave");
  }
}
