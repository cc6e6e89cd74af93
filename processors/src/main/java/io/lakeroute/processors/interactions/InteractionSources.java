// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.sql.ColumnKind.Ordered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The sources whose interactions are merged into one answer, ordered by name; immutable. */
public final class InteractionSources {

  private final List<InteractionSource> sources;
  private final Optional<SortedSet<String>> knownTypes;
  private final byte[] fingerprint;

  private InteractionSources(List<InteractionSource> sources) {
    this.sources = List.copyOf(sources);
    this.knownTypes = knownTypes(sources);
    this.fingerprint = fingerprint(sources);
  }

  /**
   * Binds each mapping to the real columns of its source.
   *
   * @param columns the columns of a mapping's source
   * @throws MappingException naming the file, the field and what is allowed
   */
  public static InteractionSources bind(
      List<InteractionMapping> mappings, Function<InteractionMapping, List<SourceColumn>> columns) {
    Map<String, InteractionMapping> byName = new HashMap<>();
    List<InteractionSource> sources = new ArrayList<>();
    for (InteractionMapping mapping : mappings) {
      InteractionMapping other = byName.putIfAbsent(mapping.name(), mapping);
      if (other != null) {
        throw new MappingException(
            mapping.file(), "name '" + mapping.name() + "' is already used by " + other.file());
      }
      sources.add(new SourceBinder(mapping, columns.apply(mapping)).bind());
    }
    sources.sort(Comparator.comparing(InteractionSource::name));
    requireOneOrder(sources);
    return new InteractionSources(sources);
  }

  /** The sources, by name. */
  public List<InteractionSource> all() {
    return sources;
  }

  /** The types there are, or empty if a source takes its type from a column. */
  public Optional<SortedSet<String>> types() {
    return knownTypes;
  }

  /** Changes with anything that changes the meaning of a cursor. */
  byte[] fingerprint() {
    return fingerprint.clone();
  }

  private static void requireOneOrder(List<InteractionSource> sources) {
    InteractionSource first = sources.get(0);
    for (InteractionSource each : sources.subList(1, sources.size())) {
      Ordered order = each.sort().kind().ordered();
      if (order != first.sort().kind().ordered() || order == Ordered.IN_THE_WAREHOUSE_ONLY) {
        throw new MappingException(
            each.mapping().file(),
            "sort column '%s' of type %s cannot be compared with sort column '%s' of type %s in %s; "
                    .formatted(
                        each.sort().name(),
                        each.sort().type(),
                        first.sort().name(),
                        first.sort().type(),
                        first.mapping().file())
                + "merged sources need sort columns that are all times, all numbers or all text"
                + " without a collation");
      }
    }
  }

  private static Optional<SortedSet<String>> knownTypes(List<InteractionSource> sources) {
    SortedSet<String> types = new TreeSet<>();
    for (InteractionSource source : sources) {
      if (source.mapping().type() instanceof InteractionType.Constant constant) {
        types.add(constant.name());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(java.util.Collections.unmodifiableSortedSet(types));
  }

  private static byte[] fingerprint(List<InteractionSource> sources) {
    BoundText text = new BoundText();
    for (InteractionSource source : sources) {
      InteractionMapping mapping = source.mapping();
      text.add(mapping.name()).add(mapping.connection()).add(mapping.source().quoted());
      text.add(mapping.crosswalk()).add(mapping.type().toString()).add(mapping.timestamp());
      source.order().forEach(column -> text.add(column.name()).add(column.kind().name()));
    }
    return text.sha256();
  }
}
