// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.core.JsonPointer;
import io.lakeroute.processors.definition.Node;
import io.lakeroute.processors.delivery.http.AnswerRules.Codes;
import io.lakeroute.processors.delivery.http.AnswerRules.Refusals;
import io.lakeroute.processors.delivery.http.AnswerRules.Success;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a template says of answers; stateless. */
final class AnswerRulesReader {

  private static final int LIST = 100;

  /** Statuses whose meaning a template cannot change. */
  private static final Set<Integer> FIXED = Set.of(400, 401, 403, 404, 413, 422);

  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");

  private AnswerRulesReader() {}

  static AnswerRules read(Node root) {
    return new AnswerRules(
        root.find("retry")
            .map(each -> Set.copyOf(each.list(LIST, AnswerRulesReader::status)))
            .orElse(Set.of(429, 503)),
        root.find("success").map(AnswerRulesReader::success),
        root.find("codes").map(AnswerRulesReader::codes),
        root.find("rejected").map(AnswerRulesReader::refusals));
  }

  private static int status(Node node) {
    int status = node.whole(402, 599);
    if (FIXED.contains(status)) {
      throw node.wrong(status + " is never retried");
    }
    return status;
  }

  private static Success success(Node node) {
    node.only(List.of("at", "equals"));
    return new Success(pointer(node.get("at")), scalar(node.get("equals")));
  }

  private static Codes codes(Node node) {
    node.only(List.of("at", "retry", "invalid", "refused"));
    return new Codes(
        pointer(node.get("at")),
        scalars(node.find("retry")),
        scalars(node.find("invalid")),
        scalars(node.find("refused")));
  }

  private static Refusals refusals(Node node) {
    node.only(List.of("list", "index", "code", "reasons", "count"));
    if (node.has("list") != node.has("index") || node.has("list") == node.has("count")) {
      throw node.wrong("must have either list and index, or count");
    }
    if (!node.has("list") && (node.has("code") || node.has("reasons"))) {
      throw node.wrong("has code or reasons, which need list and index");
    }
    return new Refusals(
        node.find("list").map(AnswerRulesReader::pointer),
        node.find("index").map(AnswerRulesReader::pointer).orElse(JsonPointer.empty()),
        node.find("code").map(AnswerRulesReader::pointer).orElse(JsonPointer.empty()),
        node.find("reasons").map(each -> each.map(AnswerRulesReader::reason)).orElse(Map.of()),
        node.find("count").map(AnswerRulesReader::pointer));
  }

  private static String reason(Node node) {
    if (!REASON.matcher(node.text()).matches()) {
      throw node.wrong("must have capital letters, digits and _");
    }
    return node.text();
  }

  private static Set<String> scalars(Optional<Node> node) {
    return node.map(each -> Set.copyOf(each.list(LIST, AnswerRulesReader::scalar)))
        .orElse(Set.of());
  }

  private static String scalar(Node node) {
    if (!node.json().isValueNode()) {
      throw node.wrong("must be a text, a number or a truth value");
    }
    return node.json().asText();
  }

  private static JsonPointer pointer(Node node) {
    try {
      return JsonPointer.compile(node.text());
    } catch (IllegalArgumentException e) {
      throw node.wrong("must be a JSON pointer, such as /errors/0/index");
    }
  }
}
