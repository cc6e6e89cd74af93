// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.definition.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads templates of destinations; stateless. */
public final class TemplateReader {

  static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");

  private static final int LARGEST_BATCH = 100_000;
  private static final String NONE = "none";
  private static final String KEY_HEADER = "Idempotency-Key";
  private static final Map<String, String> METHODS =
      new TreeMap<>(Map.of("POST", "POST", "PUT", "PUT", "PATCH", "PATCH", "DELETE", "DELETE"));

  private TemplateReader() {}

  /**
   * Reads a template.
   *
   * @param file what messages call it
   * @throws IllegalArgumentException naming each place that is wrong
   */
  public static Template read(String file, InputStream yaml) throws IOException {
    try {
      return template(Node.ofYaml(yaml));
    } catch (DefinitionException e) {
      throw new IllegalArgumentException(
          "The template file " + file + " is wrong: " + e.getMessage(), e);
    }
  }

  private static Template template(Node root) {
    root.only(
        List.of(
            "template",
            "source",
            "batch",
            "idempotent",
            "idempotencyKey",
            "fields",
            "open",
            "record",
            "add",
            "remove",
            "retry",
            "success",
            "codes",
            "rejected"));
    String name = root.get("template").fileName();
    root.find("source").ifPresent(Node::text);
    List<FieldRule> fields = FieldRules.read(root.find("fields"));
    boolean open = root.find("open").map(Node::truth).orElse(fields.isEmpty());
    if (fields.isEmpty() && !open) {
      throw root.get("open").wrong("must be true where the template has no fields");
    }
    Map<DeliveryKey.Change, RequestForm> requests = new EnumMap<>(DeliveryKey.Change.class);
    requests.put(DeliveryKey.Change.ADD, request(root.get("add"), fields, open));
    Optional<Node> removal = root.find("remove");
    boolean ignoresRemovals = removal.filter(each -> NONE.equals(each.json().asText())).isPresent();
    removal
        .filter(each -> !ignoresRemovals)
        .ifPresent(
            each -> {
              if (!each.json().isObject()) {
                throw each.wrong("must be an object, or none");
              }
              requests.put(DeliveryKey.Change.REMOVE, request(each, fields, open));
            });
    return new Template(
        name,
        root.get("batch").whole(1, LARGEST_BATCH),
        root.get("idempotent").truth(),
        keyHeader(root),
        fields,
        open,
        record(root, fields, open, requests),
        requests,
        ignoresRemovals,
        AnswerRulesReader.read(root));
  }

  private static String keyHeader(Node root) {
    Optional<Node> header =
        root.find("idempotencyKey").map(key -> key.only(List.of("header")).get("header"));
    header
        .filter(name -> !HEADER.matcher(name.text()).matches())
        .ifPresent(
            name -> {
              throw name.wrong("must be the name of a header");
            });
    return header.map(Node::text).orElse(KEY_HEADER);
  }

  private static RequestForm request(Node node, List<FieldRule> fields, boolean open) {
    node.only(List.of("method", "path", "body"));
    String path = node.find("path").map(TemplateReader::path).orElse("");
    Node body = node.get("body");
    checkBody(body, fields, open);
    return new RequestForm(node.get("method").oneOf(METHODS), path, body.json());
  }

  private static String path(Node node) {
    String path = node.text();
    if (!path.matches("/(?!/)[^\\s#\\\\]*") || path.contains("/..")) {
      throw node.wrong("must begin with one /, without blanks, #, \\ and ..");
    }
    return path;
  }

  private static void checkBody(Node body, List<FieldRule> fields, boolean open) {
    Set<String> placeholders = placeholders(body.json());
    Set<String> allowed = new TreeSet<>(Placeholders.RECORDS);
    allowed.addAll(List.of(Placeholders.NAMES, Placeholders.KEY));
    for (String each : placeholders) {
      if (!allowed.contains(each)) {
        throw body.wrong(
            "has an unknown placeholder '%s' (allowed: %s)"
                .formatted(each, String.join(", ", allowed)));
      }
    }
    if (placeholders.stream().filter(Placeholders.RECORDS::contains).count() != 1) {
      throw body.wrong("must have one of $records, $rows and $values");
    }
    boolean byName = placeholders.contains("$rows") || placeholders.contains(Placeholders.NAMES);
    if (byName && (fields.isEmpty() || open)) {
      throw body.wrong("has $rows or $names, which need fields, and open: false");
    }
    if (placeholders.contains("$values")
        && (open || fields.size() != 1 || !fields.get(0).hash() || !fields.get(0).required())) {
      throw body.wrong("has $values, which needs one field alone, required and with a hash");
    }
  }

  private static Optional<JsonNode> record(
      Node root,
      List<FieldRule> fields,
      boolean open,
      Map<DeliveryKey.Change, RequestForm> requests) {
    Optional<Node> record = root.find("record");
    if (record.isPresent()) {
      Set<String> names =
          fields.stream().map(field -> "$" + field.name()).collect(Collectors.toSet());
      names.add(Placeholders.OTHERS);
      for (String each : placeholders(record.get().json())) {
        if (!names.contains(each) && !open) {
          throw record.get().wrong("has '" + each + "', which is not a field of the template");
        }
      }
      if (requests.values().stream()
          .noneMatch(each -> placeholders(each.body()).contains("$records"))) {
        throw record.get().wrong("is without effect, because no body has $records");
      }
    }
    return record.map(Node::json);
  }

  private static Set<String> placeholders(JsonNode json) {
    return Placeholders.texts(json).stream()
        .filter(text -> text.startsWith("$"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
