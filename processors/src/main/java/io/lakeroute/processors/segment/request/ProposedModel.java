// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment.request;

import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.DeclaredTable;
import io.lakeroute.processors.segment.ModelProposal;
import io.lakeroute.processors.sql.SqlName;
import io.lakeroute.processors.sql.StatementPlan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proposes a model of a schema. The caller names the population; it is never guessed. Thread-safe.
 *
 * @param schema the only one that is looked into
 */
record ProposedModel(SqlName schema, SchemaTables tables) {

  /** Each costs two requests to Unity Catalog. */
  private static final int MOST_TABLES = 50;

  /** The text of the model, which needs no statement. */
  private record Yaml(String text) implements StatementPlan {
    @Override
    public List<Planned> statements() {
      return List.of();
    }

    @Override
    public String mediaType() {
      return "application/yaml";
    }

    @Override
    public byte[] answer(List<List<Map<String, Object>>> rows) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Makes it.
   *
   * @param population a table or view, without catalog and schema
   * @param key its column; empty for its declared primary key
   * @param only the tables to look at, separated by commas; empty for all
   * @throws RequestException INVALID if the request lacks a value that Unity Catalog cannot supply
   */
  StatementPlan plan(Optional<String> population, Optional<String> key, Optional<String> only) {
    SqlName wanted =
        table(
            "population",
            population.orElseThrow(
                () ->
                    RequestException.invalid(
                        "population must name the table or view whose keys the segments are about;"
                            + " Unity Catalog does not know which it is")));
    List<DeclaredTable> declared = new ArrayList<>();
    List<SqlName> unreadable = new ArrayList<>();
    for (SqlName name : names(wanted, only)) {
      tables.declared(name).ifPresentOrElse(declared::add, () -> unreadable.add(name));
    }
    DeclaredTable people =
        declared.stream()
            .filter(table -> table.name().same(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    RequestException.invalid(
                        "population names no table or view of the schema that the connection's service"
                            + " principal can look at"));
    return new Yaml(ModelProposal.yaml(people, key(people, key), declared, unreadable));
  }

  private List<SqlName> names(SqlName population, Optional<String> only) {
    List<SqlName> all =
        only.isPresent()
            ? Stream.of(only.get().split(",", -1))
                .map(each -> table("tables", each.strip()))
                .toList()
            : tables.in(schema, MOST_TABLES + 1);
    if (all.size() > MOST_TABLES) {
      throw RequestException.invalid(
          "a model is proposed from up to "
              + MOST_TABLES
              + " tables and views; name those that it needs in tables, separated by commas");
    }
    List<SqlName> names = new ArrayList<>();
    for (SqlName name : all) {
      if (names.stream().noneMatch(name::same)) {
        names.add(name);
      }
    }
    if (names.stream().noneMatch(population::same)) {
      names.add(population);
    }
    return names;
  }

  private static String key(DeclaredTable population, Optional<String> asked) {
    if (asked.isEmpty() && population.primaryKey().size() != 1) {
      throw RequestException.invalid(
          "key must name the column of the population that identifies whom a row is about; the table"
              + " declares no primary key of one column");
    }
    String wanted = asked.orElseGet(() -> population.primaryKey().get(0));
    return population
        .column(wanted)
        .filter(population::comparable)
        .orElseThrow(
            () ->
                RequestException.invalid(
                    "key must name a column of the population whose values can be compared"));
  }

  private SqlName table(String parameter, String name) {
    try {
      return schema.child(name);
    } catch (IllegalArgumentException e) {
      throw RequestException.invalid(
          parameter + " must have names without catalog and schema: " + e.getMessage());
    }
  }
}
