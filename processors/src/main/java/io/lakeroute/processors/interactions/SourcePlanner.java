// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.Expression;
import io.lakeroute.processors.sql.Expression.Column;
import io.lakeroute.processors.sql.Expression.Comparator;
import io.lakeroute.processors.sql.Expression.Comparison;
import io.lakeroute.processors.sql.Expression.Parameter;
import io.lakeroute.processors.sql.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Plans the one statement that reads a page's rows from one source; thread-safe.
 *
 * <p>Statements differ only by shape (which filters there are, not what their values are), so that
 * their text is written once per shape.
 */
final class SourcePlanner {

  /** More shapes than any honest caller uses; beyond, texts are written anew and not kept. */
  private static final int MAX_KEPT_SHAPES = 256;

  private final InteractionSource source;
  private final Map<Shape, String> texts = new ConcurrentHashMap<>();

  SourcePlanner(InteractionSource source) {
    this.source = source;
  }

  /**
   * Which filters a statement has.
   *
   * @param after the NULLs of the row to continue after; empty for a first page
   */
  record Shape(
      int crosswalks,
      int types,
      boolean from,
      boolean to,
      Optional<Long> after,
      Order order,
      int rows) {}

  /**
   * The statement for the request.
   *
   * @return empty if the source cannot have a matching row
   */
  Optional<InteractionQuery> plan(InteractionRequest request, Optional<Position> after) {
    if (!hasWantedType(request)) {
      return Optional.empty();
    }
    List<Object> crosswalks =
        request.crosswalks().stream()
            .flatMap(id -> FilterValues.crosswalk(id, source.crosswalk().kind()).stream())
            .toList();
    if (crosswalks.isEmpty()) {
      return Optional.empty();
    }
    List<String> types =
        source.typeColumn().isPresent() ? List.copyOf(request.types()) : List.<String>of();
    Shape shape =
        new Shape(
            crosswalks.size(),
            types.size(),
            request.from().isPresent(),
            request.to().isPresent(),
            after.map(Position::nulls),
            request.order(),
            // One row more than the page tells whether there is a next page.
            request.limit() + 1);

    Map<String, Object> parameters = new LinkedHashMap<>();
    addAll(parameters, "c", crosswalks);
    addAll(parameters, "t", types);
    ColumnKind time = source.timestamp().kind();
    request.from().ifPresent(at -> parameters.put("from", FilterValues.time(at, time)));
    request.to().ifPresent(at -> parameters.put("to", FilterValues.time(at, time)));
    after.ifPresent(position -> addPosition(parameters, position));
    return Optional.of(new InteractionQuery(source, text(shape), parameters));
  }

  private boolean hasWantedType(InteractionRequest request) {
    return request.types().isEmpty()
        || !(source.mapping().type() instanceof InteractionType.Constant constant)
        || request.types().contains(constant.name());
  }

  private String text(Shape shape) {
    String known = texts.get(shape);
    if (known != null) {
      return known;
    }
    String written = select(shape).sql();
    if (texts.size() < MAX_KEPT_SHAPES) {
      texts.put(shape, written);
    }
    return written;
  }

  Query select(Shape shape) {
    List<Expression> where = new ArrayList<>();
    where.add(in(source.crosswalk(), "c", shape.crosswalks()));
    if (shape.types() > 0) {
      where.add(in(source.typeColumn().orElseThrow(), "t", shape.types()));
    }
    Column time = column(source.timestamp());
    if (shape.from()) {
      where.add(new Comparison(time, Comparator.AT_LEAST, new Parameter("from")));
    }
    if (shape.to()) {
      where.add(new Comparison(time, Comparator.LESS, new Parameter("to")));
    }
    shape.after().ifPresent(nulls -> where.add(Keyset.after(source.order(), nulls, shape.order())));
    return Query.select(
            source.selected().stream().map(name -> Query.Item.of(new Column(name))).toList(),
            new Query.Table(source.mapping().source(), OptionalLong.empty(), Optional.empty()))
        .where(new Expression.All(where))
        .orderedBy(
            source.order().stream()
                .map(each -> new Query.Ordering(column(each), shape.order() == Order.DESC, true))
                .toList())
        .limited(new Expression.Whole(shape.rows()));
  }

  private static Column column(SourceColumn column) {
    return new Column(column.sqlName());
  }

  private static Expression in(SourceColumn column, String prefix, int count) {
    return new Expression.In(
        column(column),
        IntStream.range(0, count).<Expression>mapToObj(i -> new Parameter(prefix + i)).toList());
  }

  private static void addAll(Map<String, Object> parameters, String prefix, List<?> values) {
    for (int i = 0; i < values.size(); i++) {
      parameters.put(prefix + i, values.get(i));
    }
  }

  private static void addPosition(Map<String, Object> parameters, Position position) {
    for (int i = 0; i < position.values().size(); i++) {
      Object value = position.values().get(i);
      if (value != null) {
        parameters.put(Keyset.parameter(i), value);
      }
    }
  }
}
