// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that ships: each name with a value that it takes and one that it rejects. */
class CustomerSchemaTest {

  private static final String SCHEMA = "schema: classpath:lakeroute/customer.schema.yaml\n";
  private static final byte[] BINARY = {1};
  private static final Instant DAY = Instant.parse("2026-01-02T00:00:00Z");
  private static final List<String> TEXTS_OF_PEOPLE =
      List.of("email", "name", "surname", "gender", "language", "city", "uuid");
  private static final List<String> TEXTS_OF_EVENTS =
      List.of(
          "event_group_id",
          "product_id",
          "name",
          "color",
          "size",
          "promotion_name",
          "shipping_cost");

  /** What a value becomes, or why it does not fit. */
  private record Case(String name, Object value, Object result, String problem) {
    static Case takes(String name, Object value, Object result) {
      return new Case(name, value, result, "");
    }

    static Case rejects(String name, Object value, String problem) {
      return new Case(name, value, null, problem);
    }
  }

  private static Stream<Case> texts(List<String> names) {
    return names.stream()
        .flatMap(
            name ->
                Stream.of(
                    Case.takes(name, "text", "text"),
                    Case.takes(name, 7L, "7"),
                    Case.rejects(name, BINARY, "is a binary in column c that is no string")));
  }

  private static Stream<Case> booleans(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(
                    Case.takes(name, false, false),
                    Case.takes(name, "true", true),
                    Case.rejects(name, "yes", "is a text in column c that is no boolean"),
                    Case.rejects(name, 1L, "is a number in column c that is no boolean")));
  }

  private static Stream<Case> numbers(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(
                    Case.takes(name, new BigDecimal("0.10"), new BigDecimal("0.10")),
                    Case.takes(name, 40L, new BigDecimal("40")),
                    Case.takes(name, "40", new BigDecimal("40")),
                    Case.takes(name, 0.1, new BigDecimal("0.1")),
                    Case.rejects(name, "65+", "is a text in column c that is no number"),
                    Case.rejects(
                        name,
                        Double.NaN,
                        "is a number that is not finite in column c that is no number")));
  }

  static Stream<Case> attributes() {
    return Stream.of(
            texts(TEXTS_OF_PEOPLE),
            booleans("email_optin", "sms_optin", "whatsapp_optin", "gdpr_optin"),
            numbers("age"),
            Stream.of(
                Case.takes("gdpr_optin", null, true),
                Case.takes("gdpr_optin", "", true),
                Case.takes("email_optin", null, null),
                Case.rejects("email_optin", "", "is a text in column c that is no boolean"),
                Case.takes("phone_number", "+491701234567", "+491701234567"),
                Case.rejects(
                    "phone_number",
                    "0170 1234567",
                    "is a text in column c that is no E.164 phone number"),
                Case.takes("country", "DE", "DE"),
                Case.rejects(
                    "country",
                    "Germany",
                    "is a text in column c that is no ISO 3166-1 alpha-2 country code"),
                Case.takes("birthday", LocalDate.parse("2026-01-02"), DAY),
                Case.takes("birthday", "2026-1-2", DAY),
                Case.rejects("birthday", "02.01.2026", "is a text in column c that is no datetime"),
                Case.rejects(
                    "birthday",
                    LocalDate.parse("+10000-01-01"),
                    "is a date in column c that is no datetime")))
        .flatMap(each -> each);
  }

  static Stream<Case> parameters() {
    return Stream.of(
            texts(TEXTS_OF_EVENTS),
            numbers("unit_price", "unit_sale_price", "promotion_discount"),
            Stream.of(
                Case.takes("currency", "USD", "USD"),
                Case.rejects(
                    "currency",
                    "dollar",
                    "is a text in column c that is no ISO 4217 currency code"),
                Case.takes("taxonomy", List.of("a", "b"), List.of("a", "b")),
                Case.rejects("taxonomy", "a", "is a text in column c that is no array"),
                Case.rejects("taxonomy", List.of(1L), "is an array in column c that is no array"),
                Case.takes("quantity", 2L, 2L),
                Case.takes("quantity", "2", 2L),
                Case.rejects("quantity", 2.5, "is a number in column c that is no integer")))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void checks_each_attribute(Case each) {
    RecordMapper mapper = mapper("attributes: {%s: {column: c}}\n".formatted(each.name), "id");
    check(each, mapper.map(List.of(row(each.value))), "attributes." + each.name);
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void checks_each_parameter_of_an_event(Case each) {
    RecordMapper mapper =
        mapper(
            """
            events:
              - type: {constant: viewed}
                timestamp: {constant: '2026-01-02'}
                attributes: {%s: {column: c}}
            """
                .formatted(each.name),
            "id");
    check(each, mapper.map(List.of(row(each.value))), "events[0].attributes." + each.name);
  }

  private static RecordMapper mapper(String fields, String identifier) {
    return new RecordMapper(
        SyncMappingReaderTest.read(SCHEMA + "identifier: {column: " + identifier + "}\n" + fields));
  }

  private static Map<String, Object> row(Object value) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", "a");
    row.put("c", value);
    return row;
  }

  private static void check(Case each, RecordMapper.Mapped mapped, String field) {
    if (!each.problem.isEmpty()) {
      assertThat(mapped.records()).isEmpty();
      assertThat(mapped.rejects())
          .singleElement()
          .satisfies(
              reject ->
                  assertThat(reject.misfits()).containsExactly(new Misfit(field, each.problem)));
      return;
    }
    assertThat(mapped.rejects()).isEmpty();
    assertThat(mapped.records())
        .singleElement()
        .satisfies(
            record -> {
              Map<?, ?> holder =
                  record.get("events") instanceof List<?> events
                      ? (Map<?, ?>) events.get(0)
                      : record;
              assertThat((Map<?, ?>) holder.get("attributes"))
                  .isEqualTo(java.util.Collections.singletonMap(each.name, each.result));
            });
  }

  @Test
  void has_a_case_for_every_name_and_no_other_names() {
    RecordSchema schema = SyncMappingReaderTest.read(SCHEMA + BOTH).rules().orElseThrow().schema();

    assertThat(attributes().map(Case::name).distinct())
        .containsExactlyInAnyOrderElementsOf(schema.attributes().fields().keySet());
    assertThat(parameters().map(Case::name).distinct())
        .containsExactlyInAnyOrderElementsOf(schema.events().fields().keySet());
    assertThat(schema.identifiers()).containsExactly("email", "phone_number", "uuid");
  }

  private static final String BOTH =
      """
      identifier: {column: mail, is: email}
      attributes: {phone_number: {column: phone}}
      events:
        - type: {column: kind}
          timestamp: {column: at}
          parameters: {column: params}
      """;

  static Stream<Arguments> identifiers() {
    return Stream.of(
        Arguments.of("email", "a@b.c", ""),
        Arguments.of("phone_number", "+491701234567", ""),
        Arguments.of("uuid", "7d1c", ""),
        Arguments.of("custom", "7", ""),
        Arguments.of("email", null, "is NULL"),
        Arguments.of("uuid", "", "is empty"),
        Arguments.of("custom", null, "is NULL"),
        Arguments.of("custom", "", "is empty"),
        Arguments.of(
            "phone_number", "0170", "is a text in column id that is no E.164 phone number"));
  }

  @ParameterizedTest
  @MethodSource("identifiers")
  void checks_identifiers_of_each_kind(String kind, String value, String problem) {
    RecordMapper mapper =
        new RecordMapper(
            SyncMappingReaderTest.read(
                SCHEMA
                    + "identifier: {column: id, is: %s}\nattributes: {city: {column: c}}"
                        .formatted(kind)));
    Map<String, Object> row = row("Rome");
    row.put("id", value);

    RecordMapper.Mapped mapped = mapper.map(List.of(row));

    if (problem.isEmpty()) {
      assertThat(mapped.records())
          .singleElement()
          .satisfies(record -> assertThat(record).contains(entry("identifier", value)));
    } else {
      assertThat(mapped.rejects())
          .singleElement()
          .satisfies(
              reject ->
                  assertThat(reject.misfits()).containsExactly(new Misfit("identifier", problem)));
    }
  }

  static Stream<Arguments> events() {
    Map<String, Object> whole =
        Map.of("event_group_id", "g", "currency", "USD", "unit_sale_price", 1L, "quantity", 1L);
    return Stream.of(
        Arguments.of("purchase", whole, List.of()),
        Arguments.of("cart_page_view", without(whole, "quantity"), List.of()),
        Arguments.of("viewed", Map.of(), List.of()),
        Arguments.of(
            "purchase",
            without(whole, "quantity"),
            List.of(
                new Misfit(
                    "events[0].attributes.quantity", "is NULL or empty, and purchase needs it"))),
        Arguments.of(
            "purchase",
            Map.of("event_group_id", "", "quantity", "two", "currency", "EUR"),
            List.of(
                new Misfit(
                    "events[0].parameters.quantity",
                    "is a text in column params that is no integer"),
                new Misfit(
                    "events[0].attributes.event_group_id",
                    "is NULL or empty, and purchase needs it"),
                new Misfit(
                    "events[0].attributes.unit_sale_price",
                    "is NULL or empty, and purchase needs it"))),
        Arguments.of(
            "cart_page_view",
            Map.of(),
            Stream.of("event_group_id", "currency", "unit_sale_price")
                .map(
                    name ->
                        new Misfit(
                            "events[0].attributes." + name,
                            "is NULL or empty, and cart_page_view needs it"))
                .toList()),
        Arguments.of(null, whole, List.of(new Misfit("events[0].type", "is NULL"))),
        Arguments.of("", whole, List.of(new Misfit("events[0].type", "is empty"))));
  }

  private static Map<String, Object> without(Map<String, Object> map, String name) {
    Map<String, Object> rest = new HashMap<>(map);
    rest.remove(name);
    return rest;
  }

  @ParameterizedTest
  @MethodSource("events")
  void requires_what_events_of_a_type_need(
      String type, Map<String, Object> parameters, List<Misfit> misfits) {
    Map<String, Object> row = event(type, DAY, parameters);

    RecordMapper.Mapped mapped =
        new RecordMapper(SyncMappingReaderTest.read(SCHEMA + BOTH)).map(List.of(row));

    assertThat(mapped.rejects().stream().flatMap(reject -> reject.misfits().stream()))
        .containsExactlyElementsOf(misfits);
    assertThat(mapped.records()).hasSize(misfits.isEmpty() ? 1 : 0);
  }

  @Test
  void rejects_an_event_without_a_time_that_can_be_read() {
    RecordMapper mapper = new RecordMapper(SyncMappingReaderTest.read(SCHEMA + BOTH));

    RecordMapper.Mapped mapped =
        mapper.map(
            List.of(
                event("viewed", "2026-01-02 00:00", Map.of()),
                event("viewed", null, Map.of()),
                event("viewed", "soon", Map.of())));

    assertThat(mapped.records())
        .singleElement()
        .satisfies(
            record ->
                assertThat(record.get("events"))
                    .isEqualTo(
                        List.of(
                            Map.of("type", "viewed", "timestamp", DAY, "attributes", Map.of()))));
    assertThat(mapped.rejects())
        .extracting(RecordMapper.Reject::first)
        .containsExactly(
            new Misfit("events[0].timestamp", "is NULL"),
            new Misfit("events[0].timestamp", "is a text in column at that is no datetime"));
  }

  private static Map<String, Object> event(String type, Object at, Map<String, Object> parameters) {
    Map<String, Object> row = new HashMap<>(Map.of("mail", "a@b.c", "params", parameters));
    row.put("phone", null);
    row.put("kind", type);
    row.put("at", at);
    return row;
  }
}
