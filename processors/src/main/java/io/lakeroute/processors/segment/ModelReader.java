// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.definition.Node;
import io.lakeroute.processors.segment.SegmentModel.Field;
import io.lakeroute.processors.segment.SegmentModel.Lookup;
import io.lakeroute.processors.segment.SegmentModel.Source;
import io.lakeroute.processors.sql.SqlName;
import java.io.IOException;
import java.io.InputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads models strictly, from YAML or JSON; stateless. */
public final class ModelReader {

  static final int MOST_LOOKUPS = 2;
  static final List<String> FIELDS =
      List.of("model", "connection", "zone", "population", "sources");
  static final List<String> SOURCE_FIELDS =
      List.of("table", "key", "keyAs", "many", "time", "latest", "timeZone", "fields", "lookups");

  private ModelReader() {}

  /**
   * Reads a file.
   *
   * @throws DefinitionException naming each place that is wrong
   */
  public static SegmentModel read(InputStream yaml) throws IOException {
    Node node = Node.ofYaml(yaml).only(FIELDS);
    Map<String, Source> sources = node.get("sources").map(ModelReader::source);
    if (sources.containsKey("segment")) {
      throw new DefinitionException("/sources/segment", "is reserved for rules about segments");
    }
    Node population = node.get("population");
    if (!sources.containsKey(population.text())) {
      throw population.wrong("must be one of the sources " + String.join(", ", sources.keySet()));
    }
    return new SegmentModel(
        node.get("model").fileName(),
        node.find("connection").map(Node::text),
        node.find("zone").map(SegmentReader::zone),
        population.text(),
        sources);
  }

  private static Source source(Node node) {
    node.only(SOURCE_FIELDS);
    boolean many = node.find("many").map(Node::truth).orElse(false);
    if (!many && node.has("time")) {
      throw node.get("time").wrong("belongs to sources with many: true");
    }
    if (many && node.has("latest")) {
      throw node.get("latest").wrong("belongs to sources with one row per key");
    }
    Map<String, Lookup> lookups =
        node.find("lookups").map(each -> each.map(ModelReader::lookup)).orElse(Map.of());
    if (lookups.size() > MOST_LOOKUPS) {
      throw node.get("lookups").wrong("has " + lookups.size() + " lookups; at most 2 are allowed");
    }
    if (!many && !lookups.isEmpty()) {
      throw node.get("lookups").wrong("belong to sources with many: true");
    }
    return new Source(
        node.path().substring(node.path().lastIndexOf('/') + 1),
        node.path(),
        table(node.get("table")),
        node.get("key").text(),
        node.find("keyAs").map(each -> each.oneOf(Map.of("string", true))).orElse(false),
        many,
        node.find("time").map(Node::text),
        node.find("latest").map(Node::text),
        node.find("timeZone").map(SegmentReader::zone).orElse(ZoneId.from(ZoneOffset.UTC)),
        node.find("fields").map(each -> each.map(field -> field(field, lookups))).orElse(Map.of()),
        lookups);
  }

  private static Lookup lookup(Node node) {
    node.only(List.of("table", "on"));
    Map<String, String> on = new LinkedHashMap<>();
    Node columns = node.get("on").object();
    columns
        .json()
        .fieldNames()
        .forEachRemaining(column -> on.put(column, columns.get(column).text()));
    if (on.isEmpty()) {
      throw columns.wrong("must be columns of the source with columns of the lookup");
    }
    return new Lookup(node.path(), table(node.get("table")), on);
  }

  private static SqlName table(Node node) {
    try {
      return SqlName.object(node.text());
    } catch (IllegalArgumentException e) {
      throw node.wrong("must be the name of a table or view: " + e.getMessage());
    }
  }

  /** A column of a lookup is written {@code lookup.column}. */
  private static Field field(Node node, Map<String, Lookup> lookups) {
    String column = node.text();
    int dot = column.indexOf('.');
    if (dot > 0 && lookups.containsKey(column.substring(0, dot))) {
      return new Field(
          node.path(), Optional.of(column.substring(0, dot)), column.substring(dot + 1));
    }
    return new Field(node.path(), Optional.empty(), column);
  }
}
