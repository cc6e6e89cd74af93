// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.definition.DefinitionError;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.SqlName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Binds a model to the columns that its tables really have. For one model, once. */
public final class ModelBinder {

  private final Function<SqlName, TableColumns> tables;
  private final List<DefinitionError> errors = new ArrayList<>();

  private ModelBinder(Function<SqlName, TableColumns> tables) {
    this.tables = tables;
  }

  /**
   * Binds it.
   *
   * @param tables knows the columns of a table; what it throws ends the binding
   * @throws DefinitionException naming each place that does not fit
   */
  public static BoundModel bind(SegmentModel model, Function<SqlName, TableColumns> tables) {
    ModelBinder binder = new ModelBinder(tables);
    Map<String, BoundModel.Source> sources = new LinkedHashMap<>();
    model
        .sources()
        .values()
        .forEach(source -> binder.collect(() -> sources.put(source.name(), binder.source(source))));
    if (binder.errors.isEmpty()) {
      binder.keys(sources);
    }
    if (!binder.errors.isEmpty()) {
      throw new DefinitionException(binder.errors);
    }
    return new BoundModel(model, sources);
  }

  private void keys(Map<String, BoundModel.Source> sources) {
    BoundModel.Source first = sources.values().iterator().next();
    for (BoundModel.Source source : sources.values()) {
      if (text(source) != text(first)) {
        errors.add(
            new DefinitionError(
                source.definition().path() + "/key",
                "is %s, and the key of %s is %s; give the numbers keyAs: string"
                    .formatted(
                        text(source) ? "text" : "a number",
                        first.name(),
                        text(first) ? "text" : "a number")));
      } else if (source.keyType().padding() != first.keyType().padding()) {
        errors.add(
            new DefinitionError(
                source.definition().path() + "/key",
                "has the type %s, and the key of %s the type %s; a CHAR is read with blanks behind it, so give both the same type in a view"
                    .formatted(source.keyType().text(), first.name(), first.keyType().text())));
      }
    }
  }

  private static boolean text(BoundModel.Source source) {
    return source.definition().keyAsText() || source.keyType().textual();
  }

  private BoundModel.Source source(SegmentModel.Source source) {
    TableColumns columns = tables.apply(source.table());
    String path = source.path();
    TableColumns.Found key = column(columns, source.table(), path + "/key", source.key());
    if (!source.keyAsText() && !key.type().textual() && key.type().kind() != ColumnKind.INTEGER) {
      throw new DefinitionException(
          path + "/key",
          "has the type "
              + key.type().text()
              + "; keys are texts or whole numbers, or keyAs: string");
    }
    Map<String, BoundModel.Join> joins = new LinkedHashMap<>();
    Map<String, TableColumns> ofLookups = new LinkedHashMap<>();
    source
        .lookups()
        .forEach(
            (name, lookup) -> {
              ofLookups.put(name, tables.apply(lookup.table()));
              joins.put(name, join(source, columns, lookup, ofLookups.get(name)));
            });
    Map<String, BoundModel.Column> fields = new LinkedHashMap<>();
    source
        .fields()
        .forEach(
            (name, field) ->
                collect(
                    () ->
                        fields.put(
                            name,
                            field
                                .lookup()
                                .map(
                                    as ->
                                        usable(
                                            ofLookups.get(as),
                                            source.lookups().get(as).table(),
                                            field))
                                .orElseGet(() -> usable(columns, source.table(), field)))));
    return new BoundModel.Source(
        source,
        key.name(),
        key.type(),
        source.time().map(name -> time(columns, source, path + "/time", name)),
        source.latest().map(name -> ordered(columns, source, path + "/latest", name)),
        fields,
        joins);
  }

  private static BoundModel.Column usable(
      TableColumns columns, SqlName table, SegmentModel.Field field) {
    TableColumns.Found found = column(columns, table, field.path(), field.column());
    if (!found.type().usable()) {
      throw new DefinitionException(
          field.path(), "has the type " + found.type().text() + ", which segments cannot compare");
    }
    return new BoundModel.Column(field.lookup(), found.name(), found.type());
  }

  private static BoundModel.Column time(
      TableColumns columns, SegmentModel.Source source, String path, String name) {
    TableColumns.Found found = column(columns, source.table(), path, name);
    if (!found.type().temporal()) {
      throw new DefinitionException(
          path, "has the type " + found.type().text() + "; a time is a timestamp or a date");
    }
    return new BoundModel.Column(Optional.empty(), found.name(), found.type());
  }

  private static BoundModel.Column ordered(
      TableColumns columns, SegmentModel.Source source, String path, String name) {
    return usable(columns, source.table(), new SegmentModel.Field(path, Optional.empty(), name));
  }

  private static BoundModel.Join join(
      SegmentModel.Source source,
      TableColumns columns,
      SegmentModel.Lookup lookup,
      TableColumns ofLookup) {
    List<String> left = new ArrayList<>();
    List<String> right = new ArrayList<>();
    lookup
        .on()
        .forEach(
            (mine, theirs) -> {
              String path = lookup.path() + "/on";
              TableColumns.Found here = column(columns, source.table(), path, mine);
              TableColumns.Found there = column(ofLookup, lookup.table(), path, theirs);
              requireJoins(path, here, there);
              left.add(here.name());
              right.add(there.name());
            });
    return new BoundModel.Join(lookup.table(), right, left);
  }

  /** What a comparison converts may equal several rows of a lookup, each with a key of its own. */
  private static void requireJoins(String path, TableColumns.Found here, TableColumns.Found there) {
    if (!here.type().joins(there.type())) {
      throw new DefinitionException(
          path,
          "joins column %s of type %s with %s of type %s; give both the same type in a view"
              .formatted(here.name(), here.type().text(), there.name(), there.type().text()));
    }
  }

  private static TableColumns.Found column(
      TableColumns columns, SqlName table, String path, String name) {
    return columns
        .find(name)
        .orElseThrow(
            () ->
                new DefinitionException(
                    path,
                    "names column '%s', which %s does not have (columns: %s)"
                        .formatted(name, table, columns.names())));
  }

  private void collect(Runnable step) {
    try {
      step.run();
    } catch (DefinitionException e) {
      errors.addAll(e.errors());
    }
  }
}
