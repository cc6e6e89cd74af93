package io.lakeroute.databricks.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Turns the JSON text the driver gives for ARRAY, MAP and STRUCT into lists and maps; fractions
 * stay exact. Stateless.
 */
final class NestedValue {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();
  private static final ObjectReader JSON = MAPPER.readerFor(Object.class);

  private NestedValue() {}

  /** Lists and maps, or the text itself where it is not JSON after all. */
  static Object parse(Object driverValue) {
    if (driverValue == null) {
      return null;
    }
    String text = driverValue.toString();
    try {
      return JSON.readValue(text);
    } catch (JsonProcessingException e) {
      return text;
    }
  }
}
