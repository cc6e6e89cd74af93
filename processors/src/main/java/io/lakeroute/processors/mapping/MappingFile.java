// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.json.StrictYaml;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Parses mapping files, in YAML or JSON, and refuses what is not known or double; stateless. */
public final class MappingFile {

  private MappingFile() {}

  /**
   * The object that a file holds.
   *
   * @param file its name, for messages
   * @param fields the names of the fields it may have
   * @throws MappingException when it is something else
   */
  public static JsonNode parse(String file, InputStream yaml, List<String> fields) {
    try {
      JsonNode root = StrictYaml.parse(yaml);
      if (!root.isObject()) {
        throw new MappingException(file, "expected fields " + String.join(", ", fields));
      }
      requireKnown(file, "", root, fields);
      return root;
    } catch (StrictYaml.SyntaxException e) {
      throw new MappingException(file, e.getMessage(), e);
    } catch (IOException e) {
      throw new MappingException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses fields of other names.
   *
   * @param place of the object in the file, with a dot behind it; empty at the top
   */
  static void requireKnown(String file, String place, JsonNode object, List<String> fields) {
    object
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!fields.contains(field)) {
                throw new MappingException(
                    file,
                    "unknown field '%s%s' (allowed: %s)"
                        .formatted(place, field, String.join(", ", fields)));
              }
            });
  }
}
