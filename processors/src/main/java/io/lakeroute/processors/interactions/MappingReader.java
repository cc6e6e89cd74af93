// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.mapping.MappingFile;
import io.lakeroute.processors.sql.SqlName;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads mapping files strictly: what is not known, missing or double is an error; thread-safe. */
public final class MappingReader {

  private static final List<String> FIELDS =
      List.of(
          "name",
          "connection",
          "source",
          "crosswalk",
          "type",
          "timestamp",
          "sort",
          "key",
          "attributes");

  /** The cursor remembers one value per ordering column, and none stands in a URI without need. */
  private static final int MAX_KEY_COLUMNS = 8;

  private final String defaultConnection;
  private final boolean ofTenants;

  /**
   * A reader of the mappings of one flow.
   *
   * @param defaultConnection the connection of mappings that name none; empty if there is no
   *     default
   */
  public MappingReader(String defaultConnection) {
    this(defaultConnection, false);
  }

  private MappingReader(String defaultConnection, boolean ofTenants) {
    this.defaultConnection = defaultConnection;
    this.ofTenants = ofTenants;
  }

  /** A reader of mappings that name no connection: the tenant of each message decides. */
  public static MappingReader ofTenants() {
    return new MappingReader("", true);
  }

  /** Reads one mapping; the file name is for messages. */
  public InteractionMapping read(String file, InputStream yaml) {
    return new Fields(file, MappingFile.parse(file, yaml, FIELDS)).mapping();
  }

  private final class Fields {
    private final String file;
    private final JsonNode root;

    Fields(String file, JsonNode root) {
      this.file = file;
      this.root = root;
    }

    InteractionMapping mapping() {
      String timestamp = text("timestamp");
      return new InteractionMapping(
          file,
          text("name"),
          connection(),
          source(),
          text("crosswalk"),
          type(),
          timestamp,
          root.has("sort") ? text("sort") : timestamp,
          key(),
          attributes());
    }

    private String connection() {
      if (root.has("connection")) {
        if (ofTenants) {
          throw new MappingException(
              file, "field 'connection' must go: the flow has tenants, and theirs is used");
        }
        return text("connection");
      }
      if (ofTenants) {
        return "";
      }
      if (defaultConnection.isEmpty()) {
        throw new MappingException(
            file, "field 'connection' is missing, and the flow has no default connection");
      }
      return defaultConnection;
    }

    private SqlName source() {
      String text = text("source");
      try {
        return SqlName.object(text);
      } catch (IllegalArgumentException e) {
        throw new MappingException(file, "field 'source' is '" + text + "': " + e.getMessage(), e);
      }
    }

    private InteractionType type() {
      JsonNode node = required("type");
      if (!node.isObject()) {
        return new InteractionType.Constant(text("type"));
      }
      if (node.size() != 1 || !node.has("column")) {
        throw new MappingException(
            file, "field 'type' must be a text or {column: <name of a column>}");
      }
      return new InteractionType.FromColumn(text(node.get("column"), "type.column"));
    }

    private List<String> key() {
      JsonNode node = required("key");
      if (!node.isArray() || node.isEmpty() || node.size() > MAX_KEY_COLUMNS) {
        throw new MappingException(
            file, "field 'key' must list 1 to " + MAX_KEY_COLUMNS + " columns");
      }
      List<String> key = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      for (JsonNode each : node) {
        String column = text(each, "key");
        if (!seen.add(column)) {
          throw new MappingException(file, "field 'key' lists column '" + column + "' twice");
        }
        key.add(column);
      }
      return key;
    }

    private Map<String, String> attributes() {
      JsonNode node = required("attributes");
      if (!node.isObject()) {
        throw new MappingException(
            file, "field 'attributes' must be a map of attribute name to column");
      }
      Map<String, String> attributes = new LinkedHashMap<>();
      node.fields()
          .forEachRemaining(
              each ->
                  attributes.put(
                      each.getKey(), text(each.getValue(), "attributes." + each.getKey())));
      return attributes;
    }

    private String text(String field) {
      return text(required(field), field);
    }

    private String text(JsonNode node, String field) {
      if (!node.isTextual() || node.textValue().isBlank()) {
        throw new MappingException(
            file, "field '" + field + "' must be a text that is not empty (quote numbers)");
      }
      return node.textValue();
    }

    private JsonNode required(String field) {
      if (!root.hasNonNull(field)) {
        throw new MappingException(file, "field '" + field + "' is missing");
      }
      return root.get(field);
    }
  }
}
