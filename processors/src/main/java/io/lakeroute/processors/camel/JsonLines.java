// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.json.JsonValues;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Makes JSON lines of a batch: of rows as they come from an import, of records that a mapping made,
 * or of any list; thread-safe.
 */
public class JsonLines implements Processor {

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    exchange.getMessage().setBody(text(exchange.getMessage()));
  }

  /** The body, one line for each row. */
  static String text(Message message) throws InvalidPayloadException {
    // A batch becomes text as JSON lines by itself; a list would show Java's own notation.
    return message.getBody() instanceof List<?> rows
        ? text(rows)
        : message.getMandatoryBody(String.class);
  }

  static String text(List<?> rows) {
    StringBuilder lines = new StringBuilder();
    rows.forEach(row -> lines.append(JsonValues.text(row)).append('\n'));
    return lines.toString();
  }
}
