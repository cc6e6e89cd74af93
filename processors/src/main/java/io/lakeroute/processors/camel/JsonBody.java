// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.camel.Message;

/** Reads the JSON that a caller sent, up to a size; stateless. */
final class JsonBody {

  private static final int LONGEST = 256 * 1024;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonBody() {}

  /**
   * The body as JSON; maps of a route are taken as they are.
   *
   * @throws RequestException INVALID where it is no JSON, TOO_LARGE above 256 KB
   */
  static JsonNode read(Message message) throws RequestException {
    Object body = message.getBody();
    if (body instanceof Map<?, ?> map) {
      return JSON.valueToTree(map);
    }
    if (body instanceof JsonNode node) {
      return node;
    }
    try (InputStream bytes = message.getBody(InputStream.class)) {
      if (bytes == null) {
        throw RequestException.invalid("the body must be a JSON object");
      }
      byte[] read = bytes.readNBytes(LONGEST + 1);
      if (read.length > LONGEST) {
        throw new RequestException(ProblemReason.TOO_LARGE, "the body is larger than 256 KB");
      }
      JsonNode node = JSON.readTree(read);
      if (!node.isObject()) {
        throw RequestException.invalid("the body must be a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw RequestException.invalid("the body is not valid JSON");
    } catch (IOException e) {
      throw RequestException.invalid("the body cannot be read");
    }
  }
}
