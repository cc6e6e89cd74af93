package io.lakeroute.processors.camel;

import io.lakeroute.processors.mapping.RecordMapper;
import io.lakeroute.processors.mapping.SyncMapping;
import io.lakeroute.processors.mapping.SyncMappingReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps the rows of the body to records, if there is a mapping; thread-safe. The exchange property
 * {@link #REJECTS} gets the rows that do not fit, each as a map of {@code row}, {@code field} and
 * {@code problem}.
 */
public class MapRecords extends ServiceSupport implements Processor, CamelContextAware {

  /** The exchange property with the rows that the mapping does not fit. */
  public static final String REJECTS = "LakerouteRejects";

  /** Where {@code databricks:snapshot} looks for the number of rows that were refused. */
  private static final String REJECTED_ROWS = "CamelDatabricksRejectedRows";

  private static final String BATCH_ROWS = "CamelDatabricksBatchRows";

  /** The schema of the table's rows, which those in the body are no longer. */
  private static final String SCHEMA = "CamelDatabricksSchema";

  private static final Logger LOG = LoggerFactory.getLogger(MapRecords.class);

  private CamelContext camelContext;
  private String mapping = "";
  private Optional<RecordMapper> mapper = Optional.empty();

  @Override
  protected void doStart() {
    mapper = mapping.isBlank() ? Optional.empty() : Optional.of(new RecordMapper(read()));
  }

  private SyncMapping read() {
    try (InputStream file = Resources.open(camelContext, mapping.strip())) {
      return SyncMappingReader.read(mapping.strip().replaceFirst("^file:", ""), file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Mapping file '"
              + mapping
              + "' cannot be read; use file:<path> or classpath:<path>. "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    if (mapper.isEmpty()) {
      return;
    }
    Message message = exchange.getMessage();
    RecordMapper.Mapped mapped = mapper.get().map(rows(message));
    message.setBody(mapped.records());
    message.setHeader(BATCH_ROWS, mapped.records().size());
    message.removeHeader(SCHEMA);
    exchange.setProperty(REJECTED_ROWS, (long) mapped.rejects().size());
    exchange.setProperty(REJECTS, mapped.rejects().stream().map(MapRecords::asMap).toList());
    if (!mapped.rejects().isEmpty()) {
      RecordMapper.Reject first = mapped.rejects().get(0);
      LOG.warn(
          "{} rows do not fit the mapping {}; of the first of them, {} {}",
          mapped.rejects().size(),
          mapping,
          first.field(),
          first.problem());
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Message message) throws InvalidPayloadException {
    return message.getMandatoryBody(List.class);
  }

  private static Map<String, Object> asMap(RecordMapper.Reject reject) {
    return Map.of("row", reject.row(), "field", reject.field(), "problem", reject.problem());
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.camelContext = camelContext;
  }

  /** Where the mapping file is: {@code file:} or {@code classpath:}; empty for none. */
  public void setMapping(String mapping) {
    this.mapping = mapping;
  }
}
