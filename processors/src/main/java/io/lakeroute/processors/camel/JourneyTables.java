package io.lakeroute.processors.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.processors.journey.BoundJourney;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.RememberedAudience;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.processors.segment.request.SegmentRun.Prepared;
import io.lakeroute.processors.sql.SqlName;
import java.io.Closeable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Changes the tables in which a journey remembers where people are; thread-safe.
 *
 * <p>A run reads the audience that its beginning left in a table, at that version: the rows stay
 * the same while the memory changes, and for a run that resumes.
 */
final class JourneyTables implements Closeable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pin ANY = new Pin(Instant.EPOCH, Map.of());

  private final ProducerTemplate template;
  private final BoundJourney journey;
  private final RememberedAudience remembered;
  private final String connection;
  private final String options;

  /**
   * @param journey that remembers
   * @param options of the statements, such as {@code statementTimeout=10m}
   */
  JourneyTables(
      CamelContext camelContext, BoundJourney journey, String connection, String options) {
    this.template = camelContext.createProducerTemplate();
    this.journey = journey;
    this.remembered = journey.remembered().orElseThrow();
    this.connection = connection;
    this.options =
        "&flow=journey&servicePrincipalOnly=true&"
            + options
            + "&"
            + TableCatalog.place(Optional.empty(), connection);
    TableCatalog.checkChanges(camelContext, connection);
  }

  /** Puts the audience into its table, and gives the statement that reads it. */
  Prepared begin(BoundSegments bound, Instant asOf) throws Exception {
    requireTables(bound);
    execute(remembered.forgetLeft());
    Map<String, Long> versions = bound.versions(journey.statements().tables(), connection);
    execute(remembered.replace(new Pin(asOf, versions)));
    if (bound.version(remembered.next(), connection).get("version") instanceof Number version) {
      return prepared(version.longValue());
    }
    throw new IllegalStateException(
        "The table "
            + remembered.next()
            + " of journey "
            + journey.definition().name()
            + " has no versions, so a run could not be resumed. Remove its row filter or column mask.");
  }

  /** A run that resumes; empty if the journey has changed since. */
  Optional<Prepared> resume(String pin) {
    try {
      JsonNode node = JSON.readTree(pin);
      return Optional.of(prepared(node.path("version").longValue()))
          .filter(prepared -> prepared.pin().filter(pin::equals).isPresent());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private Prepared prepared(long version) {
    Statement rows = remembered.rows(version);
    Map<String, Object> pin = new LinkedHashMap<>();
    pin.put("version", version);
    pin.put("digest", remembered.replace(ANY).digest());
    return new Prepared(rows.sql(), rows.parameters(), Optional.of(JsonValues.text(pin)));
  }

  private void requireTables(BoundSegments bound) throws Exception {
    Optional<TableColumns> memory = columns(bound, remembered.memory());
    if (memory.isEmpty()) {
      execute(remembered.createMemory());
    } else if (!remembered.fitsMemory(memory.get())) {
      throw foreign(remembered.memory());
    }
    Optional<TableColumns> next = columns(bound, remembered.next());
    if (next.isPresent() && !remembered.wasNext(next.get())) {
      throw foreign(remembered.next());
    }
    if (next.filter(remembered::fitsNext).isEmpty()) {
      execute(remembered.createNext(next.isPresent()));
    }
  }

  private IllegalStateException foreign(SqlName table) {
    return new IllegalStateException(
        "The table %s is not one that journey %s made: it has other columns. Drop it, or name another schema in state."
            .formatted(table, journey.definition().name()));
  }

  private Optional<TableColumns> columns(BoundSegments bound, SqlName table) throws Exception {
    try {
      return Optional.of(SegmentSources.columns(bound.catalog().columns(table, connection)));
    } catch (TableCatalog.UnreadableException e) {
      if (e.missing()) {
        return Optional.empty();
      }
      throw e.failure();
    }
  }

  private void execute(Statement statement) {
    send(
        "databricks:execute?statementFrom=property" + options,
        exchange -> {
          exchange.setProperty(StatementProperties.STATEMENT, statement.sql());
          exchange
              .getMessage()
              .setHeader(StatementProperties.PARAMETERS_HEADER, statement.parameters());
        });
  }

  /** Remembers where people are now; the same rows may come again. */
  void remember(List<Map<String, Object>> rows) {
    if (!rows.isEmpty()) {
      send(
          "databricks:write?object=RAW(%s)&writeMode=merge&keys=%s%s"
              .formatted(remembered.memory(), RememberedAudience.CUSTOMER, options),
          exchange -> exchange.getMessage().setBody(rows));
    }
  }

  private void send(String endpoint, org.apache.camel.Processor request) {
    Exchange answer = template.send(endpoint, request);
    if (answer.getException() != null) {
      throw answer.getException() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(answer.getException());
    }
  }

  @Override
  public void close() {
    template.stop();
  }
}
