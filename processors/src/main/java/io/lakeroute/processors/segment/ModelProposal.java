// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.segment.DeclaredTable.ForeignKey;
import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes a model of what a schema declares; stateless.
 *
 * <p>Sources and lookups come from declared keys alone. What is not declared is no part of the
 * model: it stands in comments, as a decision that is left to the reader.
 */
public final class ModelProposal {

  private ModelProposal() {}

  /**
   * The text of a model file, which {@link ModelReader} reads.
   *
   * @param population one of the tables
   * @param key the column of the population that identifies whom a row is about
   * @param tables all that may become sources and lookups
   * @param unreadable tables that the principal may not look at
   */
  public static String yaml(
      DeclaredTable population, String key, List<DeclaredTable> tables, List<SqlName> unreadable) {
    Set<String> names = new LinkedHashSet<>(Set.of("segment"));
    List<ProposedSource> sources = new ArrayList<>();
    sources.add(population(population, key, tables, names));
    List<DeclaredTable> others =
        tables.stream().filter(table -> !table.name().same(population.name())).toList();
    for (DeclaredTable table : others) {
      List<String> keys = keys(table, population, key);
      for (String column : keys) {
        String name = keys.size() == 1 ? table.shortName() : table.shortName() + "_by_" + column;
        sources.add(source(table, column, tables, population, names, name));
      }
    }
    boolean asText =
        sources.stream().anyMatch(source -> source.keyType().kind() != ColumnKind.INTEGER);
    List<ProposedSource> undeclared = new ArrayList<>();
    List<SqlName> unrelated = new ArrayList<>();
    for (DeclaredTable table : others) {
      Optional<String> same = table.column(key).filter(column -> fits(table, column, asText));
      if (sources.stream().anyMatch(source -> source.reads(table.name()))) {
        continue;
      }
      if (same.isPresent()) {
        undeclared.add(source(table, same.get(), tables, population, names, table.shortName()));
      } else {
        unrelated.add(table.name());
      }
    }
    unrelated.removeIf(table -> undeclared.stream().anyMatch(source -> source.reads(table)));
    return new ProposalText(population.name(), asText)
        .write(sources, undeclared, unrelated, unreadable);
  }

  /** Only such keys compare with those of the declared sources. */
  private static boolean fits(DeclaredTable table, String column, boolean asText) {
    return asText ? table.comparable(column) : table.type(column).kind() == ColumnKind.INTEGER;
  }

  /** A primary key of other columns says that a key has many rows. */
  private static ProposedSource population(
      DeclaredTable table, String key, List<DeclaredTable> tables, Set<String> names) {
    ProposedSource.Multiplicity rows =
        table.identifiedBy(key)
            ? ProposedSource.Multiplicity.ONE
            : table.primaryKey().isEmpty()
                ? ProposedSource.Multiplicity.ONE_BY_DEFAULT
                : ProposedSource.Multiplicity.MANY;
    return ProposedSource.of(
        table,
        key,
        rows,
        rows == ProposedSource.Multiplicity.MANY
            ? ProposedLookups.of(table, key, tables, Optional.empty())
            : ProposedLookups.none(),
        ProposedNames.unique(table.shortName(), names));
  }

  private static ProposedSource source(
      DeclaredTable table,
      String key,
      List<DeclaredTable> tables,
      DeclaredTable population,
      Set<String> names,
      String name) {
    boolean one = table.identifiedBy(key);
    return ProposedSource.of(
        table,
        key,
        one ? ProposedSource.Multiplicity.ONE : ProposedSource.Multiplicity.MANY,
        one
            ? ProposedLookups.none()
            : ProposedLookups.of(table, key, tables, Optional.of(population.name())),
        ProposedNames.unique(name, names));
  }

  /** The columns that are declared to hold keys of the population. */
  private static List<String> keys(DeclaredTable table, DeclaredTable population, String key) {
    return table.foreignKeys().stream()
        .filter(
            foreign ->
                foreign.references().same(population.name())
                    && foreign.referenced().size() == 1
                    && foreign.referenced().get(0).equalsIgnoreCase(key))
        .map(ForeignKey::columns)
        .flatMap(columns -> columns.size() == 1 ? Stream.of(columns.get(0)) : Stream.empty())
        .flatMap(column -> table.column(column).stream())
        .distinct()
        .toList();
  }
}
