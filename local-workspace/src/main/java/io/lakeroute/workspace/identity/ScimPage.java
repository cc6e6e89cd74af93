// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Response;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of a SCIM list that a request asks for; immutable.
 *
 * @param start the place of the first entry, from 1
 */
record ScimPage(Predicate<JsonNode> filter, int start, int count) {

  private static final Pattern EQUALITY = Pattern.compile("(\\w+) eq \"?([^\"]*)\"?");
  private static final int ALL = 10_000;

  /** {@code attribute eq "value"}. */
  record Equality(String attribute, String value) {}

  static ScimPage of(Request request) {
    return new ScimPage(
        request.parameter("filter").map(ScimPage::filter).orElse(entry -> true),
        Math.max(1, request.parameter("startIndex").map(ScimPage::number).orElse(1)),
        request.parameter("count").map(ScimPage::number).orElse(ALL));
  }

  Response answer(Stream<ObjectNode> entries) {
    var all = entries.filter(filter).toList();
    var body = Json.object().put("totalResults", all.size()).put("startIndex", start);
    body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:ListResponse");
    var page = body.putArray("Resources");
    all.stream().skip(start - 1).limit(count).forEach(page::add);
    return Response.json(body.put("itemsPerPage", page.size()));
  }

  static Optional<Equality> equality(String text) {
    var equality = EQUALITY.matcher(text);
    return equality.matches()
        ? Optional.of(new Equality(equality.group(1), equality.group(2)))
        : Optional.empty();
  }

  private static Predicate<JsonNode> filter(String text) {
    var wanted =
        equality(text)
            .orElseThrow(
                () -> ScimError.of(400, "The local workspace only filters by: attribute eq value"));
    return entry -> entry.path(wanted.attribute()).asText().equals(wanted.value());
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,9}")) {
      throw ScimError.of(400, "'" + text + "' is not a number.");
    }
    return Integer.parseInt(text);
  }
}
