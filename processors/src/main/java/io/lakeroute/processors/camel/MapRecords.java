// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.mapping.BatchMapper;
import io.lakeroute.processors.mapping.ChangeMapper;
import io.lakeroute.processors.mapping.Deletes;
import io.lakeroute.processors.mapping.Duplicates;
import io.lakeroute.processors.mapping.IdentifierClaims;
import io.lakeroute.processors.mapping.InvalidRowsException;
import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.mapping.Misfit;
import io.lakeroute.processors.mapping.RecordMapper;
import io.lakeroute.processors.mapping.RejectValues;
import io.lakeroute.processors.mapping.SyncMapping;
import io.lakeroute.processors.mapping.SyncMappingReader;
import io.lakeroute.processors.mapping.Undeclared;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps the rows of the body to records, if there is a mapping; thread-safe once started. The
 * exchange property {@link #REJECTS} gets a line for each row that does not fit.
 */
public class MapRecords extends ContextStep {

  /** The exchange property with the rows that the mapping does not fit. */
  public static final String REJECTS = "LakerouteRejects";

  /** The exchange property with the number of rows that were mapped. */
  static final String READ_ROWS = "LakerouteReadRows";

  /** Where the consumer of a run looks for the number of rows that were refused. */
  static final String REJECTED_ROWS = "CamelDatabricksRejectedRows";

  /** Where the consumer of changes looks for the number of rows that changed no record. */
  static final String IGNORED_ROWS = "CamelDatabricksIgnoredRows";

  /** Where the consumer of changes looks for the number of records, which is not that of rows. */
  private static final String RECORDS = "CamelDatabricksRecords";

  /** Where the consumer of changes looks for the names that were left out. */
  private static final String DROPPED_NAMES = "CamelDatabricksDroppedNames";

  private static final String BATCH_ROWS = "CamelDatabricksBatchRows";

  /** The schema of the table's rows, which those in the body are no longer. */
  private static final String SCHEMA = "CamelDatabricksSchema";

  /** Columns that identify a row. */
  private static final String KEYS = "CamelDatabricksKeys";

  private static final Logger LOG = LoggerFactory.getLogger(MapRecords.class);

  private final RunMemory<IdentifierClaims> claims = new RunMemory<>(IdentifierClaims::new);
  private String mapping = "";
  private String undeclared = "fail";
  private String rejectValues = "keep";
  private String duplicates = "";
  private String deletes = "propagate";
  private boolean changes;
  private Optional<BatchMapper> mapper = Optional.empty();

  @Override
  protected void doStart() {
    Undeclared names = Choice.of(Undeclared.class, "undeclared", undeclared);
    RejectValues values = Choice.of(RejectValues.class, "rejectValues", rejectValues);
    Optional<Duplicates> rows =
        duplicates.isBlank()
            ? Optional.empty()
            : Optional.of(Choice.of(Duplicates.class, "duplicates", duplicates));
    Deletes removals = Choice.of(Deletes.class, "deletes", deletes);
    if (rows.isPresent() && !changes) {
      throw new IllegalArgumentException("duplicates is for changes only; set changes=true.");
    }
    if (mapping.isBlank()) {
      return;
    }
    SyncMapping read = read(names);
    mapper =
        Optional.of(
            changes
                ? BatchMapper.ofChanges(
                    read, values, rows.filter(each -> looksFor(each, read)), removals)
                : BatchMapper.ofRows(read, values));
    List<String> dropped = read.rules().map(SyncMapping.Rules::dropped).orElse(List.of());
    if (!dropped.isEmpty()) {
      LOG.warn(
          "The mapping {} has names that its schema does not have; they are left out: {}",
          mapping,
          String.join(", ", dropped));
    }
  }

  /** Rows that are events may well share an identifier. */
  private static boolean looksFor(Duplicates duplicates, SyncMapping mapping) {
    return duplicates == Duplicates.LAST || mapping.events().isEmpty();
  }

  private SyncMapping read(Undeclared names) {
    try (InputStream file = Resources.open(getCamelContext(), mapping.strip())) {
      return SyncMappingReader.read(
          mapping.strip().replaceFirst("^file:", ""), file, names, this::schema);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Mapping file '"
              + mapping
              + "' cannot be read; use file:<path> or classpath:<path>. "
              + e.getMessage(),
          e);
    }
  }

  private InputStream schema(String location) throws IOException {
    return Resources.open(getCamelContext(), location.strip());
  }

  @Override
  public void process(Exchange exchange) throws InvalidPayloadException {
    if (mapper.isEmpty()) {
      return;
    }
    try {
      map(exchange, mapper.get());
    } catch (MappingException e) {
      throw RunFailure.of(exchange, "CONFIGURATION", e);
    } catch (InvalidRowsException e) {
      throw RunFailure.of(exchange, "INVALID", e);
    }
  }

  private void map(Exchange exchange, BatchMapper batches) throws InvalidPayloadException {
    Message message = exchange.getMessage();
    List<Map<String, Object>> rows = rows(message);
    List<String> keys = keys(message);
    Optional.ofNullable(message.getHeader(SCHEMA, String.class))
        .ifPresent(schema -> batches.require(schema, !keys.isEmpty()));
    Optional<ChangeMapper.Run> run = run(message, keys);
    RecordMapper.Mapped mapped = batches.map(rows, run);
    if (run.isPresent() && run.get().claims().becameFull()) {
      LOG.warn(
          "The run {} has too many identifiers to look for duplicates among all of them",
          RunMemory.run(message));
    }
    message.setBody(mapped.records());
    message.setHeader(BATCH_ROWS, mapped.records().size());
    message.removeHeader(SCHEMA);
    exchange.setProperty(READ_ROWS, (long) rows.size());
    exchange.setProperty(REJECTED_ROWS, (long) mapped.rejects().size());
    if (changes) {
      exchange.setProperty(IGNORED_ROWS, mapped.ignored());
      exchange.setProperty(RECORDS, (long) mapped.records().size());
    }
    if (!mapped.dropped().isEmpty()) {
      exchange.setProperty(DROPPED_NAMES, List.copyOf(mapped.dropped()));
    }
    exchange.setProperty(REJECTS, batches.lines(mapped.rejects()));
    if (!mapped.rejects().isEmpty()) {
      Misfit first = mapped.rejects().get(0).first();
      LOG.warn(
          "{} rows do not fit the mapping {}; of the first of them, {} {}",
          mapped.rejects().size(),
          mapping,
          first.field(),
          first.problem());
    }
  }

  /** What duplicates are looked for in, if they are. */
  private Optional<ChangeMapper.Run> run(Message message, List<String> keys) {
    // Without keys nobody knows which changes are of one row.
    if (duplicates.isBlank() || keys.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ChangeMapper.Run(claims.of(message), keys));
  }

  private static List<String> keys(Message message) {
    List<?> keys = message.getHeader(KEYS, List.of(), List.class);
    return keys.stream().map(String::valueOf).toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Message message) throws InvalidPayloadException {
    return message.getMandatoryBody(List.class);
  }

  /** Where the mapping file is: {@code file:} or {@code classpath:}; empty for none. */
  public void setMapping(String mapping) {
    this.mapping = mapping;
  }

  /** Whether rows are changes of a table, with {@code _change_type} and {@code _before}. */
  public void setChanges(boolean changes) {
    this.changes = changes;
  }

  /** What becomes of names that the schema of the mapping lacks: {@code fail} or {@code drop}. */
  public void setUndeclared(String undeclared) {
    this.undeclared = undeclared;
  }

  /**
   * How the lines of rejects show the identifier and personal values: {@code mask}, {@code hash} or
   * {@code keep}.
   */
  public void setRejectValues(String rejectValues) {
    this.rejectValues = rejectValues;
  }

  /**
   * What becomes of changed rows that have an identifier in common: {@code fail} or {@code last};
   * empty for no check, as is {@code fail} where the mapping has events.
   */
  public void setDuplicates(String duplicates) {
    this.duplicates = duplicates;
  }

  /**
   * What becomes of rows, and of identifiers, that the table has no more: {@code propagate} or
   * {@code ignore}.
   */
  public void setDeletes(String deletes) {
    this.deletes = deletes;
  }
}
