// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.json.JsonValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes of a batch a list of messages, one JSON object for each row with the row's key in a header,
 * for endpoints such as {@code kafka:} that send lists of messages as they are; thread-safe.
 */
public class KeyedMessages implements Processor {

  private static final String CHANGE_TYPE = "_change_type";

  private String column = "_record_id";
  private String header = "kafka.KEY";
  private boolean tombstones;

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    Message batch = exchange.getMessage();
    List<?> rows = batch.getMandatoryBody(List.class);
    List<Message> messages = new ArrayList<>(rows.size());
    if (!rows.isEmpty()) {
      // One line for each row: JSON escapes the line feeds within values.
      String[] lines = JsonLines.text(batch).split("\n");
      for (int i = 0; i < lines.length; i++) {
        Map<?, ?> row = (Map<?, ?>) rows.get(i);
        Message message = new DefaultMessage(exchange.getContext());
        message.setBody(isTombstone(row) ? null : lines[i]);
        message.setHeader(header, key(row));
        messages.add(message);
      }
    }
    batch.setBody(messages);
  }

  private boolean isTombstone(Map<?, ?> row) {
    return tombstones && "delete".equals(row.get(CHANGE_TYPE));
  }

  /** Text, as JSON shows the value: serializers of keys take nothing else without being asked. */
  private String key(Map<?, ?> row) {
    Object value = row.get(column);
    if (value == null) {
      // A message without a key is sent anywhere, and nothing ever replaces or deletes it.
      throw new IllegalArgumentException(
          "A row has no value in the column '%s', which is to be the key of its message. Set the property column to one that every row has a value in."
              .formatted(column));
    }
    if (value instanceof String text) {
      return text;
    }
    String json = JsonValues.text(value);
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }

  /** The column whose value becomes the header. */
  public void setColumn(String column) {
    this.column = column;
  }

  /** The header that takes it. */
  public void setHeader(String header) {
    this.header = header;
  }

  /** Whether a delete is a message without a body, which compacted topics take for one. */
  public void setTombstones(boolean tombstones) {
    this.tombstones = tombstones;
  }
}
