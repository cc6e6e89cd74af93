// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import io.lakeroute.processors.definition.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the fields of a template; stateless. */
final class FieldRules {

  private FieldRules() {}

  static List<FieldRule> read(Optional<Node> fields) {
    return fields.map(node -> List.copyOf(node.map(FieldRules::field).values())).orElse(List.of());
  }

  private static FieldRule field(Node node) {
    node.only(List.of("from", "required", "default", "normalize", "hash", "text", "date"));
    Optional<Node> missing = node.find("default");
    boolean required = node.find("required").map(Node::truth).orElse(missing.isEmpty());
    if (required && missing.isPresent()) {
      throw node.wrong("has a default, which is without effect where the field is required");
    }
    Optional<DatePattern> date = node.find("date").map(FieldRules::date);
    Normalization normalization =
        node.find("normalize")
            .map(each -> each.oneOf(new TreeMap<>(Normalization.NAMES)))
            .orElse(Normalization.NONE);
    if (date.isPresent() && normalization != Normalization.NONE) {
      throw node.wrong("has date and normalize; only one is allowed");
    }
    return new FieldRule(
        node.path().substring(node.path().lastIndexOf('/') + 1),
        node.get("from").text(),
        required,
        required,
        missing.map(FieldRules::constant),
        normalization,
        node.find("hash")
            .map(each -> each.oneOf(new TreeMap<>(Map.of("none", false, "sha256", true))))
            .orElse(false),
        node.find("text").map(Node::truth).orElse(false),
        date);
  }

  /** A text that may be empty. */
  private static String constant(Node node) {
    if (!node.json().isTextual()) {
      throw node.wrong("must be a text");
    }
    return node.json().textValue();
  }

  private static DatePattern date(Node node) {
    try {
      return DatePattern.of(node.text());
    } catch (IllegalArgumentException e) {
      throw node.wrong("must be a pattern of java.time, such as yyyy-MM-dd");
    }
  }
}
