// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static io.lakeroute.processors.mapping.ChangeRows.PEOPLE;
import static io.lakeroute.processors.mapping.ChangeRows.PURCHASES;
import static io.lakeroute.processors.mapping.ChangeRows.change;
import static io.lakeroute.processors.mapping.ChangeRows.mapper;
import static io.lakeroute.processors.mapping.ChangeRows.people;
import static io.lakeroute.processors.mapping.ChangeRows.person;
import static io.lakeroute.processors.mapping.ChangeRows.rejects;
import static io.lakeroute.processors.mapping.ChangeRows.told;
import static io.lakeroute.processors.mapping.ChangeRows.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeMapperTest {

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
  void deletes_no_old_identifier_where_deletes_are_ignored() {
    RecordMapper.Mapped mapped =
        new ChangeMapper(SyncMappingReaderTest.read(PEOPLE), Optional.empty(), Deletes.IGNORE)
            .map(
                List.of(
                    update(person("a", 40L), person("b", 40L)),
                    update(person("c", 40L), person("d", "65+"))),
                Optional.empty());

    assertThat(told(mapped)).containsExactly("insert b");
    assertThat(rejects(mapped)).extracting(Misfit::field).containsExactly("attributes.age");
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
}
