package io.lakeroute.processors.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes of a batch a list of messages, one JSON object for each row with the row's id in a header,
 * for endpoints such as {@code kafka:} that send lists of messages as they are; thread-safe.
 */
public class KeyedMessages implements Processor {

  private String column = "_record_id";
  private String header = "kafka.KEY";

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    Message batch = exchange.getMessage();
    List<?> rows = batch.getMandatoryBody(List.class);
    List<Message> messages = new ArrayList<>(rows.size());
    if (!rows.isEmpty()) {
      // One line for each row: JSON escapes the line feeds within values.
      String[] lines = JsonLines.text(batch).split("\n");
      for (int i = 0; i < lines.length; i++) {
        Message message = new DefaultMessage(exchange.getContext());
        message.setBody(lines[i]);
        message.setHeader(header, ((Map<?, ?>) rows.get(i)).get(column));
        messages.add(message);
      }
    }
    batch.setBody(messages);
  }

  /** The column whose value becomes the header. */
  public void setColumn(String column) {
    this.column = column;
  }

  /** The header that takes it. */
  public void setHeader(String header) {
    this.header = header;
  }
}
