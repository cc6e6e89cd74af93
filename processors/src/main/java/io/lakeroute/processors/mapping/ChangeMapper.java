// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes records of the changes of a table: rows with {@code _change_type} and, for an update, the
 * old image in {@code _before}. Thread-safe.
 *
 * <p>A delete has the identifier and the events of the old row, as far as they fit. A changed
 * identifier is a delete of the old and an insert of the new one. An update that changes nothing of
 * the record is ignored. When a new image does not fit, the row is rejected: a target keeps what it
 * had of this identifier, or loses the identifier where the row does not have it any more. Where
 * deletes are ignored, there are none of old identifiers either.
 */
public final class ChangeMapper {

  static final String CHANGE_TYPE = "_change_type";
  static final String BEFORE = "_before";
  private static final String RECORD_ID = "_record_id";

  private final SyncMapping mapping;
  private final ImageMapper images;
  private final MappedColumns columns;
  private final Optional<Duplicates> duplicates;
  private final Deletes deletes;

  /**
   * @param duplicates what becomes of rows that have an identifier in common; empty for no check
   * @throws MappingException when duplicates are to be found where a record is an event, of which
   *     an identifier may have many
   */
  public ChangeMapper(SyncMapping mapping, Optional<Duplicates> duplicates, Deletes deletes) {
    if (duplicates.isPresent() && !mapping.events().isEmpty()) {
      throw new MappingException(
          mapping.file(),
          "has events, of which several rows may have the same identifier: remove the option duplicates");
    }
    this.mapping = mapping;
    this.images = new ImageMapper(mapping);
    this.columns = new MappedColumns(mapping);
    this.duplicates = duplicates;
    this.deletes = deletes;
  }

  /**
   * What identifies the rows of a run.
   *
   * @param claims of the run so far
   * @param keys columns that identify a row; without them each change is a row of its own
   */
  public record Run(IdentifierClaims claims, List<String> keys) {
    List<Object> row(Map<String, Object> row) {
      List<Object> key = new ArrayList<>(keys.size());
      (keys.isEmpty() ? List.of(RECORD_ID) : keys).forEach(column -> key.add(row.get(column)));
      return key;
    }
  }

  /**
   * Maps changes, in their order.
   *
   * @param run where duplicates are to be found
   * @throws MappingException when the mapping names a column that the rows do not have at all
   * @throws InvalidRowsException when two rows have an identifier in common and must not
   */
  public RecordMapper.Mapped map(List<Map<String, Object>> rows, Optional<Run> run) {
    Batch batch = new Batch(run.filter(each -> duplicates.isPresent()));
    for (Map<String, Object> row : rows) {
      columns.requireIn(row.keySet());
      batch.add(row);
    }
    return new RecordMapper.Mapped(batch.records, batch.rejects, batch.ignored, batch.dropped);
  }

  /** One batch while it is mapped. */
  private final class Batch {
    private final Optional<Run> run;
    private final List<Map<String, Object>> records = new ArrayList<>();
    private final List<RecordMapper.Reject> rejects = new ArrayList<>();
    private final Set<String> dropped = new LinkedHashSet<>();
    private long ignored;

    Batch(Optional<Run> run) {
      this.run = run;
    }

    void add(Map<String, Object> row) {
      Image image = images.map(row);
      if ("delete".equals(row.get(CHANGE_TYPE))) {
        delete(row, image);
        return;
      }
      dropped.addAll(image.dropped());
      Optional<Map<String, Object>> before = before(row);
      Optional<Object> old = before.flatMap(images::whom);
      boolean left = old.isPresent() && !same(old, images.whom(row));
      if (image.fits()) {
        Object identifier = image.record().get("identifier");
        claim(identifier, row);
        if (left) {
          records.addAll(removal(old.get(), images.map(before.get()), row, true));
          records.add(withType(image.withExtras(row), "insert"));
        } else if (before.map(images::map).filter(each -> unchanged(each, image)).isPresent()) {
          ignored++;
        } else {
          records.add(image.withExtras(row));
        }
      } else {
        if (left) {
          records.addAll(removal(old.get(), images.map(before.get()), row, true));
        }
        rejects.add(new RecordMapper.Reject(row, image.record(), image.misfits()));
      }
    }

    private void delete(Map<String, Object> row, Image image) {
      Optional<Object> whom = images.whom(row);
      if (whom.isEmpty()) {
        rejects.add(
            new RecordMapper.Reject(
                row, image.record(), List.of(new Misfit("identifier", "is NULL"))));
        return;
      }
      List<Map<String, Object>> removal = removal(whom.get(), image, row, false);
      records.addAll(removal);
      ignored += removal.isEmpty() ? 1 : 0;
    }

    /**
     * The record that removes an identifier, unless another row has it now or deletes are ignored.
     *
     * @param split whether the same change has another record, too, which has the id of the row
     */
    private List<Map<String, Object>> removal(
        Object identifier, Image old, Map<String, Object> row, boolean split) {
      boolean taken = run.isPresent() && run.get().claims().release(identifier, run.get().row(row));
      if (taken || deletes == Deletes.IGNORE) {
        return List.of();
      }
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("identifier", identifier);
      if (old.record().containsKey("events")) {
        record.put("events", old.record().get("events"));
      }
      Map<String, Object> all = new Image(record, List.of(), Set.of()).withExtras(row);
      if (split && row.get(RECORD_ID) != null) {
        all.put(RECORD_ID, ValueDigest.hex("delete " + row.get(RECORD_ID)));
      }
      return List.of(withType(all, "delete"));
    }

    private void claim(Object identifier, Map<String, Object> row) {
      if (run.isEmpty()) {
        return;
      }
      IdentifierClaims claims = run.get().claims();
      if (duplicates.equals(Optional.of(Duplicates.LAST))) {
        claims.share(identifier, run.get().row(row));
      } else if (claims.claim(identifier, run.get().row(row))) {
        throw new InvalidRowsException(
            "The mapping %s gives two rows of one run the same identifier; the second has the _record_id %s. Give each row its own, or set duplicates=last: then the last one counts."
                .formatted(mapping.file(), row.get(RECORD_ID)));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static Optional<Map<String, Object>> before(Map<String, Object> row) {
    return row.get(BEFORE) instanceof Map<?, ?> before
        ? Optional.of((Map<String, Object>) before)
        : Optional.empty();
  }

  private static Map<String, Object> withType(Map<String, Object> record, String type) {
    record.replace(CHANGE_TYPE, type);
    return record;
  }

  private static boolean unchanged(Image before, Image after) {
    return before.fits() && same(before.record(), after.record());
  }

  /** Equality that compares binary values by their bytes. */
  private static boolean same(Object one, Object other) {
    if (one instanceof byte[] bytes && other instanceof byte[] others) {
      return Arrays.equals(bytes, others);
    } else if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
      return map.keySet().equals(others.keySet())
          && map.entrySet().stream()
              .allMatch(entry -> same(entry.getValue(), others.get(entry.getKey())));
    } else if (one instanceof List<?> list && other instanceof List<?> others) {
      return list.size() == others.size()
          && IntStream.range(0, list.size()).allMatch(i -> same(list.get(i), others.get(i)));
    } else if (one instanceof Optional<?> value && other instanceof Optional<?> others) {
      return same(value.orElse(null), others.orElse(null));
    }
    return Objects.equals(one, other);
  }
}
