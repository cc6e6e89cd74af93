// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How requests of one kind look; immutable.
 *
 * @param method POST, PUT, PATCH or DELETE
 * @param path below the URL of the destination, with parameters in braces; may be empty
 * @param body JSON with placeholders
 */
record RequestForm(String method, String path, JsonNode body) {

  Set<String> parameters() {
    Set<String> names = new LinkedHashSet<>(Placeholders.parameters(path));
    Placeholders.texts(body).forEach(text -> names.addAll(Placeholders.parameters(text)));
    return names;
  }
}
