// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import static io.lakeroute.processors.mapping.ChangeRows.PEOPLE;
import static io.lakeroute.processors.mapping.ChangeRows.PURCHASES;
import static io.lakeroute.processors.mapping.ChangeRows.change;
import static io.lakeroute.processors.mapping.ChangeRows.person;
import static io.lakeroute.processors.mapping.ChangeRows.told;
import static io.lakeroute.processors.mapping.ChangeRows.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows of one run that have an identifier in common. */
class DuplicateIdentifiersTest {

  private final ChangeMapper.Run run = new ChangeMapper.Run(new IdentifierClaims(), List.of("key"));

  private static Map<String, Object> keyed(long key, Map<String, Object> row) {
    Map<String, Object> keyed = new HashMap<>(row);
    keyed.put("key", key);
    return keyed;
  }

  @SafeVarargs
  private RecordMapper.Mapped inRun(Duplicates duplicates, Map<String, Object>... rows) {
    return new ChangeMapper(
            SyncMappingReaderTest.read(PEOPLE), Optional.of(duplicates), Deletes.PROPAGATE)
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
          new ChangeMapper(
                  SyncMappingReaderTest.read(PEOPLE), Optional.of(duplicates), Deletes.PROPAGATE)
              .map(rows, Optional.of(new ChangeMapper.Run(claims, List.of("key"))));

      assertThat(told(mapped)).containsExactly("delete z", "insert a", "insert y");
      assertThat(mapped.ignored()).isEqualTo(1);
    }
  }

  @Test
  void deletes_an_identifier_that_rows_share_with_the_last_of_them() {
    assertThat(
            told(
                inRun(
                    Duplicates.LAST,
                    keyed(1, change("insert", person("a", 1L))),
                    keyed(2, change("insert", person("a", 2L))),
                    keyed(2, change("delete", person("a", 2L))),
                    keyed(1, change("delete", person("a", 1L))))))
        .containsExactly("insert a", "insert a", "delete a");
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
    claims.share("b", List.of(1L));
    assertThat(claims.claim("b", List.of(2L))).as("shared beyond the limit").isFalse();
    assertThat(claims.claim("a", List.of(2L))).as("within the limit").isTrue();
    claims.share("a", List.of(2L));
    assertThat(claims.release("a", List.of(1L))).as("shared beyond the limit").isFalse();
    claims.share("b", List.of(1L));
    assertThat(claims.claim("b", List.of(2L))).as("in the place that is free").isTrue();
  }

  @Test
  void finds_no_duplicates_where_an_identifier_has_many_events() {
    assertThatThrownBy(
            () ->
                new ChangeMapper(
                    SyncMappingReaderTest.read(PURCHASES),
                    Optional.of(Duplicates.FAIL),
                    Deletes.PROPAGATE))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file leads.yaml: has events, of which several rows may have the same"
                + " identifier: remove the option duplicates");
  }
}
