// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes records of rows as a mapping says. Thread-safe.
 *
 * <p>A record has {@code identifier}, {@code attributes} and {@code events}, as far as the mapping
 * names them, and what the row carries of its own delivery, such as {@code _record_id}.
 */
public final class RecordMapper {

  private final ImageMapper images;
  private final MappedColumns columns;

  public RecordMapper(SyncMapping mapping) {
    this.images = new ImageMapper(mapping);
    this.columns = new MappedColumns(mapping);
  }

  /**
   * What became of rows.
   *
   * @param records in the order of their rows
   * @param rejects rows that the mapping does not fit
   * @param ignored how many rows changed nothing that the mapping reads
   * @param dropped names of parameters that were left out
   */
  public record Mapped(
      List<Map<String, Object>> records, List<Reject> rejects, long ignored, Set<String> dropped) {}

  /**
   * A row that does not fit.
   *
   * @param row as it came
   * @param record what the mapping made of it, with NULL for what does not fit
   * @param misfits at least one
   */
  public record Reject(Map<String, Object> row, Map<String, Object> record, List<Misfit> misfits) {

    /** What is reported of it where there is room for one problem. */
    public Misfit first() {
      return misfits.get(0);
    }
  }

  /**
   * Maps rows; one that does not fit is rejected and stops no other.
   *
   * @throws MappingException when the mapping names a column that the rows do not have at all
   */
  public Mapped map(List<Map<String, Object>> rows) {
    List<Map<String, Object>> records = new ArrayList<>(rows.size());
    List<Reject> rejects = new ArrayList<>();
    Set<String> dropped = new LinkedHashSet<>();
    for (Map<String, Object> row : rows) {
      columns.requireIn(row.keySet());
      Image image = images.map(row);
      dropped.addAll(image.dropped());
      if (image.fits()) {
        records.add(image.withExtras(row));
      } else {
        rejects.add(new Reject(row, image.record(), image.misfits()));
      }
    }
    return new Mapped(records, rejects, 0, dropped);
  }
}
