// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;

/** Parses YAML and JSON, and refuses fields that stand there twice; stateless. */
public final class StrictYaml {

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private StrictYaml() {}

  /** A text that is not YAML; the message says where, and nothing of the text. */
  public static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private SyntaxException(JsonProcessingException e) {
      super(
          "not valid YAML at line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse("no detail"),
          e);
    }
  }

  /** The document; numbers with a fraction are decimals. */
  public static JsonNode parse(InputStream yaml) throws IOException, SyntaxException {
    try {
      return YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new SyntaxException(e);
    }
  }
}
