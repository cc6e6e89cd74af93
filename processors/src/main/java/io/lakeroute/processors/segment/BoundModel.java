// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.SqlName;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model bound to the columns that its tables really have; immutable.
 *
 * @param sources by name, in the order of the file
 */
public record BoundModel(SegmentModel model, Map<String, Source> sources) {

  public BoundModel {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  /** A source with the types of its columns. */
  record Source(
      SegmentModel.Source definition,
      String key,
      DataType keyType,
      Optional<Column> time,
      Optional<Column> latest,
      Map<String, Column> fields,
      Map<String, Join> lookups) {
    Source {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
    }

    String name() {
      return definition.name();
    }

    boolean many() {
      return definition.many();
    }

    ZoneId timeZone() {
      return definition.timeZone();
    }
  }

  /**
   * A column that segments may use.
   *
   * @param lookup whose column it is; empty for the source itself
   */
  record Column(Optional<String> lookup, String name, DataType type) {}

  /** A lookup in the spelling of the tables: its columns, and those of the source they equal. */
  record Join(SqlName table, List<String> columns, List<String> sourceColumns) {}

  Source population() {
    return sources.get(model.population());
  }

  /** A text as a key of the model: a text, or a Long; empty if no key is written so. */
  public Optional<Object> key(String text) {
    Source population = population();
    if (population.definition().keyAsText() || population.keyType().textual()) {
      return Optional.of(text);
    }
    try {
      return Optional.of(Long.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether equal keys are written the same: collations and padding make them equal otherwise. */
  boolean exactKeys() {
    DataType type = population().keyType();
    return type.kind() != ColumnKind.COLLATED_TEXT && !type.text().startsWith("CHAR");
  }

  /** The tables that it reads, by {@code source} or {@code source.lookup}. */
  public Map<String, SqlName> tables() {
    return model.tables();
  }
}
