// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Reads values that stand in a mapping file or a schema; stateless. */
final class Constants {

  private Constants() {}

  /** A text, a boolean, a {@code Long} or a {@code BigDecimal}; empty for anything else. */
  static Optional<Object> of(JsonNode node) {
    if (node.isTextual()) {
      return Optional.of(node.textValue());
    } else if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    } else if (node.isIntegralNumber() && node.canConvertToLong()) {
      return Optional.of(node.longValue());
    }
    return node.isNumber() ? Optional.of(node.decimalValue()) : Optional.empty();
  }
}
