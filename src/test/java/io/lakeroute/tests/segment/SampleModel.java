// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.processors.segment.BoundModel;
import io.lakeroute.processors.segment.ModelBinder;
import io.lakeroute.processors.segment.ModelReader;
import io.lakeroute.processors.segment.SegmentModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model over the sample tables; immutable.
 *
 * @param definition as the reader has it
 */
record SampleModel(SegmentModel definition, SampleTables tables) {

  /** Numbers as keys, one row per person. */
  static SampleModel people(SampleTables tables) {
    return read(
        tables,
        """
        model: people
        zone: Europe/Berlin
        population: people
        sources:
          people: {table: $people, key: person, fields: {$own}}
          traits: {table: $traits, key: person, timeZone: America/New_York, fields: {$own}}
          states: {table: $states, key: person, latest: at, timeZone: Asia/Kolkata, fields: {$own}}
          orders: {table: $orders, key: person, many: true, time: at, fields: {$own, $product},
            lookups: {product: {table: $products, on: {product: product}}}}
          visits: {table: $visits, key: person, many: true, time: wall, timeZone: America/New_York,
            fields: {$own, $pair}, lookups: {pair: {table: $pairs, on: {small: small, flag: flag}}}}
          days: {table: $days, key: person, many: true, time: day, timeZone: Asia/Kolkata, fields: {$own}}
        """);
  }

  /** Texts as keys, and a population with many rows per key. */
  static SampleModel buyers(SampleTables tables) {
    return read(
        tables,
        """
        model: buyers
        zone: America/New_York
        population: orders
        sources:
          orders: {table: $orders, key: person, keyAs: string, many: true, time: wall, fields: {$own, $product},
            lookups: {product: {table: $products, on: {product: product}}}}
          letters: {table: $letters, key: person, fields: {$own}}
          traits: {table: $traits, key: person, keyAs: string, timeZone: Europe/Berlin, fields: {$own}}
          visits: {table: $visits, key: person, keyAs: string, many: true, fields: {$own}}
        """);
  }

  private static SampleModel read(SampleTables tables, String yaml) {
    String text =
        yaml.replace("$own", fields("", ""))
            .replace("$product}", fields("product_", "product.") + "}")
            .replace("$pair}", fields("pair_", "pair.") + "}")
            .replace("$", tables.schema() + ".");
    try {
      return new SampleModel(
          ModelReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))),
          tables);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fields(String prefix, String source) {
    return Arrays.stream(Kind.values())
        .map(kind -> prefix + kind.column() + ": " + source + kind.column())
        .collect(Collectors.joining(", "));
  }

  BoundModel bound() {
    return ModelBinder.bind(definition, name -> tables.table(name.toString()).columns());
  }

  List<String> oneRow() {
    return sources().filter(each -> !each.many()).map(SegmentModel.Source::name).toList();
  }

  List<String> many() {
    return sources().filter(SegmentModel.Source::many).map(SegmentModel.Source::name).toList();
  }

  boolean timed(String source) {
    return definition.sources().get(source).time().isPresent();
  }

  /** Fields of that type. */
  List<String> fields(String source, Kind kind) {
    return definition.sources().get(source).fields().entrySet().stream()
        .filter(each -> Kind.ofColumn(each.getValue().column()) == kind)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Stream<SegmentModel.Source> sources() {
    return definition.sources().values().stream();
  }
}
