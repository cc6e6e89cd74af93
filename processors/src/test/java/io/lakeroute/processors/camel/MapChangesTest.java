// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.mapping.InvalidRowsException;
import io.lakeroute.processors.mapping.MappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The step of a sync, whose rows are changes. */
class MapChangesTest {

  private static final String MAPPING =
      """
      schema: classpath:lakeroute/customer.schema.yaml
      identifier: {column: mail, is: email}
      attributes: {city: {column: city}, shelf: {column: city}}
      """;
  private static final String TABLE =
      """
      {"type":"struct","fields":[
        {"name":"mail","type":"string","nullable":true,"metadata":{}},
        {"name":"city","type":"%s","nullable":true,"metadata":{}},
        {"name":"%s","type":{"type":"struct","fields":[]},"nullable":true,"metadata":{}}]}
      """;

  @TempDir Path folder;

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final MapRecords step = new MapRecords();

  @AfterEach
  void close() throws IOException {
    step.stop();
    camel.close();
  }

  private void start(String duplicates) throws Exception {
    Path file = Files.writeString(folder.resolve("m.yaml"), MAPPING);
    step.setCamelContext(camel);
    step.setMapping("file:" + file);
    step.setChanges(true);
    step.setUndeclared("drop");
    step.setRejectValues("mask");
    step.setDuplicates(duplicates);
    step.start();
  }

  private Exchange batch(List<Map<String, Object>> rows) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.getMessage().setBody(rows);
    exchange.getMessage().setHeader("CamelDatabricksRunId", "run");
    exchange.getMessage().setHeader("CamelDatabricksSchema", table("string", "_before"));
    return exchange;
  }

  private static String table(String city, String last) {
    return TABLE.formatted(city, last);
  }

  private static Map<String, Object> change(String type, Object mail, Object city) {
    Map<String, Object> row = new HashMap<>();
    row.put("mail", mail);
    row.put("city", city);
    row.put("_change_type", type);
    row.put("_record_id", type + mail + city);
    return row;
  }

  @Test
  void counts_changes_and_records_and_reports_dropped_names() throws Exception {
    start("");
    Map<String, Object> moved = change("update", "b", "Rome");
    moved.put("_before", Map.of("mail", "a", "city", "Rome"));
    Map<String, Object> same = change("update", "c", "Rome");
    same.put("_before", Map.of("mail", "c", "city", "Rome"));
    Exchange exchange = batch(List.of(moved, same, change("delete", null, "Rome")));

    step.process(exchange);

    assertThat(exchange.getMessage().getBody(List.class)).hasSize(2);
    assertThat(exchange.getMessage().getHeaders())
        .containsOnly(
            Map.entry("CamelDatabricksBatchRows", 2), Map.entry("CamelDatabricksRunId", "run"));
    assertThat(exchange.getProperties())
        .containsEntry("CamelDatabricksRejectedRows", 1L)
        .containsEntry("CamelDatabricksIgnoredRows", 1L)
        .containsEntry("CamelDatabricksRecords", 2L)
        .containsEntry("CamelDatabricksDroppedNames", List.of("attributes.shelf"))
        .containsEntry("LakerouteReadRows", 3L);
    Map<String, Object> masked = change("delete", null, "***");
    masked.put("_record_id", "deletenullRome");
    assertThat(exchange.getProperty(MapRecords.REJECTS, List.class))
        .singleElement()
        .satisfies(
            line ->
                assertThat((Map<?, ?>) line)
                    .extracting("field", "problem", "row")
                    .containsExactly("identifier", "is NULL", masked));
  }

  @Test
  void refuses_a_table_that_cannot_be_mapped_before_its_first_batch() throws Exception {
    start("");
    Exchange exchange = batch(List.of());
    exchange.getMessage().setHeader("CamelDatabricksSchema", table("binary", "_before"));

    assertThatThrownBy(() -> step.process(exchange))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file %s: the column city is BINARY, which attributes.city of the type string does not take. Change the mapping, or read a view that casts them"
                .formatted(folder.resolve("m.yaml")));
    assertThat(exchange.getProperty("CamelDatabricksFailureReason")).isEqualTo("CONFIGURATION");
  }

  @Test
  void refuses_changes_of_keyed_rows_that_do_not_show_the_row_before() throws Exception {
    start("");
    Exchange exchange = batch(List.of());
    exchange.getMessage().setHeader("CamelDatabricksSchema", table("string", "_commit_version"));
    step.process(exchange);
    exchange.getMessage().setHeader("CamelDatabricksSchema", table("string", "_commit_version"));
    exchange.getMessage().setHeader("CamelDatabricksKeys", List.of("mail"));

    assertThatThrownBy(() -> step.process(exchange))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file %s: compares the row before an update with the row after it, and the changes do not have the first. Set the option beforeImage=true"
                .formatted(folder.resolve("m.yaml")));
    assertThat(exchange.getProperty("CamelDatabricksFailureReason")).isEqualTo("CONFIGURATION");
  }

  private Exchange keyed(String run, String key, Map<String, Object> row) {
    Exchange exchange = batch(List.of(row));
    exchange.getMessage().setHeader("CamelDatabricksRunId", run);
    exchange.getMessage().setHeader("CamelDatabricksKeys", List.of(key));
    return exchange;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void finds_duplicates_in_all_batches_of_a_run(boolean bootstrap) throws Exception {
    start("fail");
    Map<String, Object> one = change("insert", "a", "Rome");
    Map<String, Object> other = change("insert", "a", "Oslo");
    Exchange first = keyed("run", "city", other);
    Exchange duplicate = keyed("run", "city", one);
    if (bootstrap) {
      first.getMessage().setHeader("CamelDatabricksBootstrap", true);
      duplicate.getMessage().setHeader("CamelDatabricksBootstrap", true);
    }
    step.process(first);

    assertThatThrownBy(() -> step.process(duplicate)).isInstanceOf(InvalidRowsException.class);
    assertThat(duplicate.getProperty("CamelDatabricksFailureReason")).isEqualTo("INVALID");
    step.process(keyed("next", "mail", one));
    Exchange sameRow = keyed("next", "mail", other);
    step.process(sameRow);
    assertThat(sameRow.getMessage().getBody(List.class)).hasSize(1);
  }

  @Test
  void without_keys_changes_of_one_row_are_no_duplicates() throws Exception {
    start("fail");
    Exchange deleted =
        batch(
            List.of(
                change("insert", "a", "Rome"),
                change("update", "a", "Oslo"),
                change("delete", "a", "Oslo")));

    step.process(deleted);

    assertThat(deleted.getMessage().getBody(List.class)).hasSize(3);
    assertThat(deleted.getProperty("CamelDatabricksIgnoredRows")).isEqualTo(0L);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "undeclared, keep, \"undeclared is 'keep'; use one of fail, drop.\"",
        "rejectValues, none, \"rejectValues is 'none'; use one of mask, hash, keep.\"",
        "duplicates, first, \"duplicates is 'first'; use one of fail, last.\"",
        "duplicates, last, duplicates is for changes only; set changes=true."
      })
  void does_not_start_with_a_word_that_it_does_not_know(
      String option, String word, String problem) {
    step.setCamelContext(camel);
    switch (option) {
      case "undeclared" -> step.setUndeclared(word);
      case "rejectValues" -> step.setRejectValues(word);
      default -> step.setDuplicates(word);
    }

    assertThatThrownBy(step::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}
