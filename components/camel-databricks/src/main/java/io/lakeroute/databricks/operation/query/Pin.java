// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The text with which a statement can be made again so that it gives the same rows. Stateless. */
final class Pin {

  private static final int LONGEST = 2_000;

  /** What the store holds of it as JSON, in a column of 4,000 characters. */
  private static final int LONGEST_JSON = 3_900;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .build();

  private Pin() {}

  /**
   * The pin of an exchange.
   *
   * @throws DatabricksException INVALID for one that cannot be kept; it is not repeated
   */
  static Optional<String> of(Exchange exchange) {
    Object pin = exchange.getProperty(DatabricksConstants.PIN_PROPERTY);
    if (pin == null) {
      return Optional.empty();
    }
    if (!(pin instanceof String text) || text.isBlank()) {
      throw refused("is not a text");
    }
    int json = TextNode.valueOf(text).toString().length();
    if (text.length() > LONGEST || json > LONGEST_JSON) {
      throw refused(
          "has %d characters, %d as JSON; up to %d, and %d as JSON, are kept"
              .formatted(text.length(), json, LONGEST, LONGEST_JSON));
    }
    return Optional.of(text);
  }

  /** What the record of a run keeps of it. */
  static String details(Optional<String> pin) {
    var details = JSON.createObjectNode();
    pin.ifPresent(text -> details.set("pin", json(text)));
    String written = details.toString();
    return written.length() > LONGEST_JSON ? "{}" : written;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }

  private static DatabricksException refused(String what) {
    return new DatabricksException(
        Reason.INVALID,
        "The exchange property " + DatabricksConstants.PIN_PROPERTY + " " + what + ".");
  }
}
