// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.sql.SqlName;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The models and segments of a flow, bound to the tables of one workspace. Thread-safe. */
public final class Segments {

  private final Map<String, BoundModel> models = new LinkedHashMap<>();
  private final Map<String, Segment> segments;
  private final Map<String, BoundSegment> bound = new LinkedHashMap<>();

  /**
   * Binds all of them.
   *
   * @param columns knows the columns of a table of a model; what it throws ends the binding
   * @throws IllegalArgumentException naming the model or segment, and each place that is wrong
   */
  public Segments(
      Collection<SegmentModel> models,
      Collection<Segment> segments,
      BiFunction<SegmentModel, SqlName, TableColumns> columns) {
    this.segments = byName(segments);
    for (SegmentModel model : models) {
      BoundModel there =
          wrong(
              "Model " + model.name(),
              () -> ModelBinder.bind(model, table -> columns.apply(model, table)));
      if (this.models.put(model.name(), there) != null) {
        throw new IllegalArgumentException("There are two models named " + model.name() + ".");
      }
    }
    for (Segment segment : segments) {
      bound.put(segment.name(), wrong("Segment " + segment.name(), () -> bind(segment)));
    }
  }

  private static Map<String, Segment> byName(Collection<Segment> segments) {
    Map<String, Segment> named = new LinkedHashMap<>();
    for (Segment segment : segments) {
      if (named.put(segment.name(), segment) != null) {
        throw new IllegalArgumentException("There are two segments named " + segment.name() + ".");
      }
    }
    return Collections.unmodifiableMap(named);
  }

  private static <T> T wrong(String what, Supplier<T> bind) {
    try {
      return bind.get();
    } catch (DefinitionException e) {
      throw new IllegalArgumentException(what + " cannot be used. " + e.getMessage(), e);
    }
  }

  private BoundSegment bind(Segment segment) {
    BoundModel model = models.get(segment.model());
    if (model == null) {
      throw new DefinitionException(
          "/model",
          "names no model that there is (models: "
              + models.keySet().stream().collect(Collectors.joining(", "))
              + ")");
    }
    return new SegmentBinder(model, name -> Optional.ofNullable(segments.get(name))).bind(segment);
  }

  /** A segment that has a file. */
  public Optional<BoundSegment> named(String name) {
    return Optional.ofNullable(bound.get(name));
  }

  /**
   * A segment that came with a request.
   *
   * @throws DefinitionException naming each place that is wrong
   */
  public BoundSegment adHoc(JsonNode definition) {
    return bind(SegmentReader.adHoc(definition));
  }

  /**
   * Binds a segment that has no file, such as the branch of a journey; it may name those that have.
   *
   * @throws DefinitionException naming each place that is wrong
   */
  public BoundSegment unnamed(Segment segment) {
    return bind(segment);
  }

  /** All that have a file, in the order of the files. */
  public List<Segment> all() {
    return List.copyOf(segments.values());
  }

  /** A model. */
  public Optional<BoundModel> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /** The name of a model that reads a table. */
  public Optional<String> modelWith(SqlName table) {
    return models.entrySet().stream()
        .filter(model -> model.getValue().tables().values().stream().anyMatch(table::same))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The names of the models. */
  public List<String> models() {
    return List.copyOf(models.keySet());
  }
}
