// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.interactions.InteractionPage.Interaction;
import io.lakeroute.processors.mapping.MappingException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges the ordered rows of several sources into one page; one use, one thread.
 *
 * <p>The order is total: sort value, then the source's name, then the source's keys. Each source
 * was asked for one row more than a page has, and remembers its own position, so that nothing is
 * lost or shown twice however the sources interleave and grow.
 */
final class PageMerge {

  private final InteractionRequest request;
  private final Comparator<Object> comparator;
  private final Map<String, Position> positions;
  private final List<SourceRows> sources = new ArrayList<>();

  PageMerge(InteractionRequest request, Map<String, Position> before) {
    this.request = request;
    this.comparator = SortValues.comparator(request.order());
    this.positions = new LinkedHashMap<>(before);
  }

  /** Adds a source's rows, in the source's order; sources come in the order of their names. */
  void add(InteractionSource source, List<Map<String, Object>> rows) {
    if (!rows.isEmpty()) {
      sources.add(new SourceRows(source, rows));
    }
  }

  InteractionPage page() {
    List<Interaction> page = new ArrayList<>();
    while (page.size() < request.limit()) {
      SourceRows first = first();
      if (first == null) {
        return new InteractionPage(page, Map.of());
      }
      page.add(new Interaction(first.source, first.take()));
    }
    if (first() == null) {
      return new InteractionPage(page, Map.of());
    }
    for (SourceRows each : sources) {
      each.rememberPosition();
    }
    return new InteractionPage(page, positions);
  }

  private SourceRows first() {
    SourceRows first = null;
    for (SourceRows each : sources) {
      if (each.hasNext()
          && (first == null || comparator.compare(each.sortValue, first.sortValue) < 0)) {
        first = each;
      }
    }
    return first;
  }

  private final class SourceRows {
    private final InteractionSource source;
    private final List<Map<String, Object>> rows;
    private int taken;
    private Object sortValue;

    SourceRows(InteractionSource source, List<Map<String, Object>> rows) {
      this.source = source;
      this.rows = rows;
      readSortValue();
    }

    boolean hasNext() {
      return taken < rows.size();
    }

    Map<String, Object> take() {
      Map<String, Object> row = rows.get(taken++);
      if (hasNext()) {
        readSortValue();
      }
      return row;
    }

    private void readSortValue() {
      sortValue = SortValues.comparable(rows.get(taken).get(source.sort().name()));
    }

    private void rememberPosition() {
      if (taken == 0) {
        return;
      }
      Position last = source.position(rows.get(taken - 1));
      if (hasNext() && last.equals(source.position(rows.get(taken)))) {
        throw new MappingException(
            source.mapping().file(),
            "the columns of field 'key' ("
                + String.join(", ", source.mapping().key())
                + ") do not make a row of "
                + source.mapping().source()
                + " unique, so that paging would lose rows; add a column");
      }
      positions.put(source.name(), last);
    }
  }
}
