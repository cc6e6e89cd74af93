// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakeroute.processors.journey.BoundJourney;
import io.lakeroute.processors.journey.Dealer;
import io.lakeroute.processors.journey.Dealt;
import io.lakeroute.processors.journey.RememberedPlaces;
import io.lakeroute.processors.json.JsonValues;
import io.lakeroute.processors.segment.Pin;
import io.lakeroute.processors.segment.RememberedAudience;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.processors.segment.TableColumns;
import io.lakeroute.processors.segment.request.SegmentRun.Prepared;
import io.lakeroute.processors.sql.SqlName;
import java.io.Closeable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;

/**
 * Changes the tables in which a journey remembers where people are; thread-safe.
 *
 * <p>A run reads the audience that its beginning left in a table, at that version: the rows stay
 * the same while the memory changes, and for a run that resumes.
 */
final class JourneyTables implements Closeable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PAGE = 10_000;
  private static final Pin ANY = new Pin(Instant.EPOCH, Map.of());

  private final ProducerTemplate template;
  private final BoundJourney journey;
  private final RememberedAudience remembered;
  private final String connection;
  private final String options;

  private JourneyTables(
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

  /**
   * Those of a journey that remembers; empty for another.
   *
   * @param options of the statements, such as {@code statementTimeout=10m}
   */
  static Optional<JourneyTables> of(
      CamelContext camelContext, BoundSegments bound, BoundJourney journey, String options) {
    return journey
        .remembered()
        .map(
            there ->
                new JourneyTables(
                    camelContext, journey, bound.questions().connection(journey.model()), options));
  }

  /** Puts the audience into its table, and gives the statement that reads it. */
  Prepared begin(BoundSegments bound, Instant asOf) throws Exception {
    requireTables(bound);
    List<Map<String, Object>> places = query(remembered.places());
    RememberedPlaces.require(journey.definition(), places);
    Pin pin = new Pin(asOf, bound.versions(journey.statements().tables(), connection));
    if (!places.isEmpty() && query(remembered.anybody(pin)).isEmpty()) {
      throw new IllegalStateException(
          "The population of journey %s is empty, so all people whom the journey remembers would leave their arms. Fill the table %s; the next run reads it again."
              .formatted(journey.definition().name(), journey.statements().population()));
    }
    execute(remembered.forgetLeft());
    execute(remembered.replace(pin));
    return prepared(asOf, version(bound));
  }

  private long version(BoundSegments bound) throws Exception {
    if (bound.version(remembered.next(), connection).get("version") instanceof Number version) {
      return version.longValue();
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
      Instant asOf = Instant.parse(node.path("asOf").asText());
      return Optional.of(prepared(asOf, node.path("version").longValue()))
          .filter(prepared -> prepared.pin().filter(pin::equals).isPresent());
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private Prepared prepared(Instant asOf, long version) {
    Statement rows = remembered.rows(version);
    Map<String, Object> pin = new LinkedHashMap<>();
    pin.put("asOf", asOf);
    pin.put("version", version);
    pin.put("digest", remembered.replace(ANY).digest(journey.dealing()));
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
        exchange -> bind(exchange, statement));
  }

  private static void bind(Exchange exchange, Statement statement) {
    exchange.setProperty(StatementProperties.STATEMENT, statement.sql());
    exchange.getMessage().setHeader(StatementProperties.PARAMETERS_HEADER, statement.parameters());
  }

  /**
   * Remembers what arms were sent in a run that is now delivered whole.
   *
   * @param arms whose people were not remembered batch by batch
   */
  void rememberWhole(BoundSegments bound, Dealer dealer, Set<String> arms, String run)
      throws Exception {
    long version = version(bound);
    Optional<Object> last = Optional.empty();
    do {
      List<Map<String, Object>> rows = query(remembered.page(version, last, PAGE));
      remember(
          dealer.deal(rows, run).state().stream()
              .filter(person -> !Collections.disjoint(person.arms(), arms))
              .map(Dealt.Remembered::row)
              .toList());
      last = rows.size() < PAGE ? Optional.empty() : Optional.of(key(rows.get(PAGE - 1)));
    } while (last.isPresent());
  }

  /** Narrow whole numbers are keys, too. */
  private Object key(Map<String, Object> row) {
    Object key = row.get(journey.keyColumn());
    return key instanceof Number number ? (Object) number.longValue() : key;
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> query(Statement statement) {
    return send(
            "databricks:query?statementFrom=property&outputType=list&readOnly=true" + options,
            exchange -> bind(exchange, statement))
        .getMessage()
        .getBody(List.class);
  }

  /** Merges the current place of people; repeating it changes nothing. */
  void remember(List<Map<String, Object>> rows) {
    if (!rows.isEmpty()) {
      send(
          "databricks:write?object=%s&writeMode=merge&keys=%s%s"
              .formatted(
                  TableCatalog.raw(TableCatalog.carried(remembered.memory())),
                  RememberedAudience.CUSTOMER,
                  options),
          exchange -> exchange.getMessage().setBody(rows));
    }
  }

  private Exchange send(String endpoint, Processor request) {
    Exchange answer = template.send(endpoint, request);
    if (answer.getException() != null) {
      throw answer.getException() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(
              "A statement of journey " + journey.definition().name() + " failed.",
              answer.getException());
    }
    return answer;
  }

  @Override
  public void close() {
    template.stop();
  }
}
