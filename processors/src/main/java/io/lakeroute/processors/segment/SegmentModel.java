// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.SqlName;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What segments are written over; immutable.
 *
 * @param name unique among models
 * @param connection where its tables are; empty for that of the flow
 * @param zone of relative times; empty if segments name theirs
 * @param population the source whose keys every segment is a subset of
 * @param sources by name, in the order of the file
 */
public record SegmentModel(
    String name,
    Optional<String> connection,
    Optional<ZoneId> zone,
    String population,
    Map<String, Source> sources) {

  public SegmentModel {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }

  /** The tables that it reads, by {@code source} or {@code source.lookup}. */
  public Map<String, SqlName> tables() {
    Map<String, SqlName> tables = new LinkedHashMap<>();
    sources.forEach(
        (name, source) -> {
          tables.put(name, source.table());
          source.lookups().forEach((as, lookup) -> tables.put(name + "." + as, lookup.table()));
        });
    return tables;
  }

  /**
   * A table or view with a key.
   *
   * @param path its place in the file, as a JSON pointer
   * @param key the column that identifies whom a row is about
   * @param keyAsText whether keys are compared as texts
   * @param many whether a key may have many rows
   * @param time the column that tells when a row happened; of many rows only
   * @param latest the column by which the newest of several rows is taken; of one row only
   * @param timeZone of wall clocks without a zone
   * @param fields columns by the names that segments use
   * @param lookups tables joined to it, by name
   */
  public record Source(
      String name,
      String path,
      SqlName table,
      String key,
      boolean keyAsText,
      boolean many,
      Optional<String> time,
      Optional<String> latest,
      ZoneId timeZone,
      Map<String, Field> fields,
      Map<String, Lookup> lookups) {
    public Source {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
    }
  }

  /**
   * A column of a source, or of one of its lookups.
   *
   * @param lookup its name; empty for the source itself
   */
  public record Field(String path, Optional<String> lookup, String column) {}

  /**
   * A table with at most one row for each row of a source.
   *
   * @param on columns of the lookup by the columns of the source that they equal
   */
  public record Lookup(String path, SqlName table, Map<String, String> on) {
    public Lookup {
      on = Collections.unmodifiableMap(new LinkedHashMap<>(on));
    }
  }
}
