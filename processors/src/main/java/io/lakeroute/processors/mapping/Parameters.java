// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the parameters of an event from a MAP, a STRUCT or a JSON object; stateless. */
final class Parameters {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Parameters() {}

  /** The parameters by name; empty when the value is nothing that has names. */
  static Optional<Map<String, Object>> of(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      map.forEach((name, each) -> parameters.put(String.valueOf(name), each));
      return Optional.of(parameters);
    }
    return value instanceof String text ? parsed(text) : Optional.empty();
  }

  private static Optional<Map<String, Object>> parsed(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.isNull()) {
        return Optional.of(Map.of());
      }
      return json.isObject() ? Optional.of(fields(json)) : Optional.empty();
    } catch (JsonProcessingException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> fields(JsonNode object) {
    Map<String, Object> values = new LinkedHashMap<>();
    object.fields().forEachRemaining(each -> values.put(each.getKey(), value(each.getValue())));
    return values;
  }

  /**
   * The value as rows hold it.
   *
   * @throws ArithmeticException for a number that would be longer than a target can take
   */
  private static Object value(JsonNode node) {
    if (node.isObject()) {
      return fields(node);
    } else if (node.isArray()) {
      List<Object> values = new ArrayList<>(node.size());
      node.forEach(each -> values.add(value(each)));
      return values;
    } else if (node.isNull()) {
      return null;
    }
    Object value = Constants.of(node).orElseThrow();
    if (node.isNumber() && FieldType.NUMBER.convert(value).isEmpty()) {
      throw new ArithmeticException("number out of range");
    }
    return value;
  }
}
