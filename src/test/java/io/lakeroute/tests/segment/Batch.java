// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.segment.BoundModel;
import io.lakeroute.processors.segment.BoundSegment;
import io.lakeroute.processors.segment.Segment;
import io.lakeroute.processors.segment.SegmentBinder;
import io.lakeroute.processors.segment.SegmentReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Segments over one model at one time; immutable.
 *
 * @param title for messages
 * @param definitions in JSON
 * @param segments as the reader has them
 * @param library segments that those name
 */
record Batch(
    String title,
    SampleModel model,
    Instant asOf,
    List<JsonNode> definitions,
    List<Segment> segments,
    Map<String, Segment> library) {

  private static final int NAMED = 3;

  /** As many random segments; the same seed gives the same ones. */
  static Batch random(long seed, int size, SampleTables tables) {
    return random(seed, size, 6, tables);
  }

  /** As many random segments of few rules, which are quick to ask. */
  static Batch small(long seed, int size, SampleTables tables) {
    return random(seed, size, 1, tables);
  }

  private static Batch random(long seed, int size, int mostRules, SampleTables tables) {
    Random random = new Random(seed);
    SampleModel model =
        random.nextInt(4) == 0 ? SampleModel.buyers(tables) : SampleModel.people(tables);
    Instant asOf = Pools.pick(random, Pools.AS_OF);
    RandomSegments generator = new RandomSegments(model, mostRules, seed, random);
    List<ObjectNode> named = new ArrayList<>();
    for (int i = 0; i < NAMED; i++) {
      named.add(generator.named("named-" + i));
    }
    List<ObjectNode> definitions = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      definitions.add(generator.next("s-" + i));
    }
    return of("seed " + seed, model, asOf, definitions, named);
  }

  /** These segments. */
  static Batch of(
      String title,
      SampleModel model,
      Instant asOf,
      List<? extends JsonNode> definitions,
      List<? extends JsonNode> named) {
    Map<String, Segment> library = new LinkedHashMap<>();
    named.stream()
        .map(SegmentReader::adHoc)
        .forEach(segment -> library.put(segment.name(), segment));
    return new Batch(
        title,
        model,
        asOf,
        List.copyOf(definitions),
        definitions.stream().map(SegmentReader::adHoc).toList(),
        library);
  }

  /** Its segments bound to the model. */
  List<BoundSegment> bound() {
    BoundModel bound = model.bound();
    SegmentBinder binder = new SegmentBinder(bound, name -> Optional.ofNullable(library.get(name)));
    List<BoundSegment> all = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      try {
        all.add(binder.bind(segments.get(i)));
      } catch (DefinitionException e) {
        throw new AssertionError(title + " has an invalid segment: " + definitions.get(i), e);
      }
    }
    return all;
  }

  /** Its parts, where one statement cannot hold all of it. */
  List<Batch> halves() {
    int half = segments.size() / 2;
    return List.of(part(0, half), part(half, segments.size()));
  }

  private Batch part(int from, int to) {
    return new Batch(
        title, model, asOf, definitions.subList(from, to), segments.subList(from, to), library);
  }

  MemoryEvaluator evaluator(MemoryEvaluator.Observer observer) {
    return new MemoryEvaluator(model, library::get, observer);
  }
}
