package io.lakeroute.processors.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeMapperTest {

  private static final String PEOPLE =
      """
      schema: classpath:lakeroute/customer.schema.yaml
      identifier: {column: mail, is: email}
      attributes: {age: {column: age}, city: {column: city}}
      """;
  private static final String PURCHASES =
      """
      schema: classpath:lakeroute/customer.schema.yaml
      identifier: {column: mail, is: email}
      events:
        - type: {constant: viewed}
          timestamp: {column: at}
          attributes: {product_id: {column: product}, quantity: {column: quantity}}
      """;

  private static ChangeMapper mapper(String yaml) {
    return new ChangeMapper(SyncMappingReaderTest.read(yaml), Optional.empty());
  }

  private static RecordMapper.Mapped people(List<Map<String, Object>> rows) {
    return mapper(PEOPLE).map(rows, Optional.empty());
  }

  private static Map<String, Object> person(Object mail, Object age) {
    Map<String, Object> row = new HashMap<>();
    row.put("mail", mail);
    row.put("age", age);
    row.put("city", "Rome");
    return row;
  }

  private static Map<String, Object> change(String type, Map<String, Object> image) {
    Map<String, Object> row = new HashMap<>(image);
    row.put("_record_id", "r1");
    row.put("_change_type", type);
    row.put("_commit_version", 7L);
    return row;
  }

  private static Map<String, Object> update(Map<String, Object> before, Map<String, Object> image) {
    Map<String, Object> row = change("update", image);
    row.put("_before", before);
    return row;
  }

  /** Type, identifier and record id of each record. */
  private static List<String> told(RecordMapper.Mapped mapped) {
    return mapped.records().stream()
        .map(record -> record.get("_change_type") + " " + record.get("identifier"))
        .toList();
  }

  private static List<Misfit> rejects(RecordMapper.Mapped mapped) {
    return mapped.rejects().stream().map(RecordMapper.Reject::first).toList();
  }

  @Test
  void delivers_an_insert_and_an_update_with_what_the_row_carries() {
    RecordMapper.Mapped mapped =
        people(
            List.of(
                change("insert", person("a", 40L)),
                update(person("b", 40L), person("b", 41L)),
                change("update", person("c", 1L))));

    assertThat(told(mapped)).containsExactly("insert a", "update b", "update c");
    assertThat(mapped.records().get(0))
        .containsOnlyKeys(
            "identifier", "attributes", "_record_id", "_change_type", "_commit_version");
    assertThat(mapped.ignored()).isZero();
  }

  @Test
  void ignores_an_update_that_changes_nothing_of_the_record() {
    Map<String, Object> after = person("a", "40");
    after.put("unmapped", "new");

    RecordMapper.Mapped mapped = people(List.of(update(person("a", 40L), after)));

    assertThat(mapped.records()).isEmpty();
    assertThat(mapped.rejects()).isEmpty();
    assertThat(mapped.ignored()).isEqualTo(1);
  }

  @Test
  void compares_binary_values_by_their_bytes() {
    ChangeMapper mapper = mapper("identifier: {column: id}\nattributes: {key: {column: key}}\n");

    RecordMapper.Mapped mapped =
        mapper.map(
            List.of(
                update(
                    Map.of("id", 1L, "key", new byte[] {1}),
                    Map.of("id", 1L, "key", new byte[] {1})),
                update(
                    Map.of("id", 1L, "key", new byte[] {1}),
                    Map.of("id", 1L, "key", new byte[] {2}))),
            Optional.empty());

    assertThat(mapped.ignored()).isEqualTo(1);
    assertThat(told(mapped)).containsExactly("update 1");
  }

  @Test
  void makes_of_a_changed_identifier_a_delete_with_an_id_of_its_own_and_an_insert() {
    RecordMapper.Mapped mapped = people(List.of(update(person("a", 40L), person("b", 40L))));

    assertThat(told(mapped)).containsExactly("delete a", "insert b");
    assertThat(mapped.records().get(0))
        .containsOnlyKeys("identifier", "_record_id", "_change_type", "_commit_version")
        .containsEntry("_record_id", ValueDigest.hex("delete r1"));
    assertThat(mapped.records().get(1)).containsEntry("_record_id", "r1");
  }

  @Test
  void delivers_an_update_whose_old_image_had_no_identifier_or_did_not_fit() {
    RecordMapper.Mapped mapped =
        people(
            List.of(
                update(person(null, 40L), person("a", 40L)),
                update(person("b", "65+"), person("b", 65L))));

    assertThat(told(mapped)).containsExactly("update a", "update b");
  }

  @Test
  void rejects_an_update_that_does_not_fit_and_leaves_the_target_with_the_last_that_did() {
    RecordMapper.Mapped mapped = people(List.of(update(person("a", 40L), person("a", "65+"))));

    assertThat(mapped.records()).isEmpty();
    assertThat(rejects(mapped))
        .containsExactly(new Misfit("attributes.age", "is a text in column age that is no number"));
  }

  @Test
  void deletes_an_identifier_that_its_row_has_no_more_also_where_the_new_image_is_rejected() {
    RecordMapper.Mapped mapped =
        people(
            List.of(
                update(person("a", 40L), person("b", "65+")),
                update(person("c", 40L), person(null, 40L))));

    assertThat(told(mapped)).containsExactly("delete a", "delete c");
    assertThat(rejects(mapped))
        .containsExactly(
            new Misfit("attributes.age", "is a text in column age that is no number"),
            new Misfit("identifier", "is NULL"));
  }

  @Test
  void rejects_a_delete_for_a_null_identifier_only() {
    RecordMapper.Mapped mapped =
        people(
            List.of(
                change("delete", person("a", "65+")),
                change("delete", person("", 40L)),
                change("delete", person(null, 40L))));

    assertThat(told(mapped)).containsExactly("delete a", "delete ");
    assertThat(mapped.records().get(0)).doesNotContainKey("attributes");
    assertThat(rejects(mapped)).containsExactly(new Misfit("identifier", "is NULL"));
  }

  @Test
  void deletes_an_identifier_as_it_is_where_it_does_not_fit() {
    ChangeMapper mapper =
        mapper(PEOPLE.replace("is: email", "is: phone_number").replace("mail", "phone"));
    Map<String, Object> row = change("delete", person("x", 40L));
    row.put("phone", "0170");

    assertThat(told(mapper.map(List.of(row), Optional.empty()))).containsExactly("delete 0170");
  }

  @Test
  void gives_a_delete_the_events_of_the_old_row_as_far_as_they_fit() {
    Map<String, Object> old = new HashMap<>(Map.of("mail", "a", "product", "p", "quantity", "two"));
    old.put("at", Instant.EPOCH);
    Map<String, Object> never = new HashMap<>(old);
    never.put("at", "soon");
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("product_id", "p");
    attributes.put("quantity", null);

    RecordMapper.Mapped mapped =
        mapper(PURCHASES)
            .map(List.of(change("delete", old), change("delete", never)), Optional.empty());

    assertThat(mapped.records())
        .extracting(record -> record.get("events"))
        .containsExactly(
            List.of(Map.of("type", "viewed", "timestamp", Instant.EPOCH, "attributes", attributes)),
            List.of());
  }

  @Test
  void fails_where_a_column_is_not_there_at_all() {
    Map<String, Object> row = new HashMap<>();
    row.put("mail", "a");

    assertThatThrownBy(() -> people(List.of(row)))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file leads.yaml: reads the column age, city, and the rows have mail."
                + " Change the mapping, or the columns that are read");
  }

  // Duplicates.

  private final ChangeMapper.Run run = new ChangeMapper.Run(new IdentifierClaims(), List.of("key"));

  private static Map<String, Object> keyed(long key, Map<String, Object> row) {
    Map<String, Object> keyed = new HashMap<>(row);
    keyed.put("key", key);
    return keyed;
  }

  @SafeVarargs
  private RecordMapper.Mapped inRun(Duplicates duplicates, Map<String, Object>... rows) {
    return new ChangeMapper(SyncMappingReaderTest.read(PEOPLE), Optional.of(duplicates))
        .map(List.of(rows), Optional.of(run));
  }

  @Test
  void ends_a_run_in_which_two_rows_have_an_identifier_in_common() {
    inRun(Duplicates.FAIL, keyed(1, change("insert", person("a", 1L))));

    assertThatThrownBy(
            () -> inRun(Duplicates.FAIL, keyed(2, update(person("a", 40L), person("a", 41L)))))
        .isInstanceOf(InvalidRowsException.class)
        .hasMessage(
            "The mapping leads.yaml gives two rows of one run the same identifier; the second has"
                + " the _record_id r1. Give each row its own, or set duplicates=last: then the"
                + " last one counts.");
  }

  @Test
  void ends_it_again_when_the_second_row_is_redelivered() {
    inRun(Duplicates.FAIL, keyed(1, change("insert", person("a", 1L))));

    for (int delivery = 1; delivery <= 2; delivery++) {
      assertThatThrownBy(() -> inRun(Duplicates.FAIL, keyed(2, change("insert", person("a", 2L)))))
          .as("delivery %d", delivery)
          .isInstanceOf(InvalidRowsException.class);
    }
  }

  @Test
  void takes_changes_of_one_row_and_an_identifier_that_moved_for_no_duplicates() {
    RecordMapper.Mapped mapped =
        inRun(
            Duplicates.FAIL,
            keyed(1, change("insert", person("a", 1L))),
            keyed(1, update(person("a", 1L), person("a", 2L))),
            keyed(1, update(person("a", 2L), person("b", 2L))),
            keyed(2, change("insert", person("a", 3L))));

    assertThat(told(mapped))
        .containsExactly("insert a", "update a", "delete a", "insert b", "insert a");
  }

  @Test
  void lets_the_last_of_two_rows_count() {
    assertThat(
            told(
                inRun(
                    Duplicates.LAST,
                    keyed(1, change("insert", person("a", 1L))),
                    keyed(2, change("insert", person("a", 2L))))))
        .containsExactly("insert a", "insert a");
  }

  @Test
  void deletes_no_identifier_that_another_row_of_the_run_has() {
    for (Duplicates duplicates : Duplicates.values()) {
      IdentifierClaims claims = new IdentifierClaims();
      List<Map<String, Object>> rows = new ArrayList<>();
      rows.add(keyed(1, update(person("z", 1L), person("a", 1L))));
      rows.add(keyed(2, update(person("a", 2L), person("y", 2L))));
      rows.add(keyed(3, change("delete", person("a", 3L))));

      RecordMapper.Mapped mapped =
          new ChangeMapper(SyncMappingReaderTest.read(PEOPLE), Optional.of(duplicates))
              .map(rows, Optional.of(new ChangeMapper.Run(claims, List.of("key"))));

      assertThat(told(mapped)).containsExactly("delete z", "insert a", "insert y");
      assertThat(mapped.ignored()).isEqualTo(1);
    }
  }

  @Test
  void deletes_an_identifier_whose_row_of_the_run_is_gone() {
    assertThat(
            told(
                inRun(
                    Duplicates.FAIL,
                    keyed(1, change("insert", person("a", 1L))),
                    keyed(1, change("delete", person("a", 1L))),
                    keyed(2, change("delete", person("a", 1L))))))
        .containsExactly("insert a", "delete a", "delete a");
  }

  @Test
  void keeps_no_more_identifiers_than_its_limit() {
    IdentifierClaims claims = new IdentifierClaims(1);

    assertThat(claims.becameFull()).isFalse();
    assertThat(claims.claim("a", List.of(1L))).isFalse();
    assertThat(claims.becameFull()).isTrue();
    assertThat(claims.becameFull()).as("reported once").isFalse();
    assertThat(claims.claim("b", List.of(1L))).isFalse();
    assertThat(claims.claim("b", List.of(2L))).as("beyond the limit").isFalse();
    claims.takeOver("b", List.of(1L));
    assertThat(claims.claim("b", List.of(2L))).as("taken over beyond the limit").isFalse();
    assertThat(claims.claim("a", List.of(2L))).as("within the limit").isTrue();
    claims.takeOver("a", List.of(2L));
    assertThat(claims.claim("a", List.of(2L))).as("taken over within the limit").isFalse();
  }

  @Test
  void finds_no_duplicates_where_an_identifier_has_many_events() {
    assertThatThrownBy(
            () ->
                new ChangeMapper(
                    SyncMappingReaderTest.read(PURCHASES), Optional.of(Duplicates.FAIL)))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file leads.yaml: has events, of which several rows may have the same"
                + " identifier: remove the option duplicates");
  }
}
