// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Maps the batches of a flow: rows of a table, or its changes. Thread-safe. */
public final class BatchMapper {

  /** What may be a name; other keys of a MAP or of JSON may well be values. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private static final int MOST_NAMES = 100;

  private final SyncMapping mapping;
  private final BiFunction<
          List<Map<String, Object>>, Optional<ChangeMapper.Run>, RecordMapper.Mapped>
      mapper;
  private final RejectLines lines;
  private final MappedColumns columns;
  private final boolean changes;
  private volatile String checked = "";

  private BatchMapper(
      SyncMapping mapping,
      BiFunction<List<Map<String, Object>>, Optional<ChangeMapper.Run>, RecordMapper.Mapped> mapper,
      RejectLines lines,
      boolean changes) {
    this.mapping = mapping;
    this.mapper = mapper;
    this.lines = lines;
    this.columns = new MappedColumns(mapping);
    this.changes = changes;
  }

  /** For rows of a table. */
  public static BatchMapper ofRows(SyncMapping mapping, RejectValues values) {
    RecordMapper rows = new RecordMapper(mapping);
    return new BatchMapper(
        mapping, (batch, run) -> rows.map(batch), new RejectLines(mapping, values, false), false);
  }

  /** For changes of a table. */
  public static BatchMapper ofChanges(
      SyncMapping mapping, RejectValues values, Optional<Duplicates> duplicates, Deletes deletes) {
    return new BatchMapper(
        mapping,
        new ChangeMapper(mapping, duplicates, deletes)::map,
        new RejectLines(mapping, values, true),
        true);
  }

  /**
   * Checks the columns of the table, each schema once, so that a table that cannot be mapped is
   * refused before anything of it is delivered.
   *
   * @param structType Spark's StructType JSON
   * @param keyed whether columns identify a row, so that its changes may be updates
   * @throws MappingException naming all that does not fit
   */
  public void require(String structType, boolean keyed) {
    String table = keyed + structType;
    if (table.equals(checked) || (!changes && mapping.rules().isEmpty())) {
      return;
    }
    columns.require(structType);
    if (changes && keyed) {
      columns.requireBefore(structType);
    }
    checked = table;
  }

  /**
   * Maps a batch.
   *
   * @param run where duplicates are to be found
   * @throws MappingException when the mapping names a column that the rows do not have at all
   * @throws InvalidRowsException when two changed rows have an identifier in common and must not
   */
  public RecordMapper.Mapped map(List<Map<String, Object>> rows, Optional<ChangeMapper.Run> run) {
    RecordMapper.Mapped mapped = mapper.apply(rows, run);
    return new RecordMapper.Mapped(
        mapped.records(), mapped.rejects(), mapped.ignored(), names(mapped.dropped()));
  }

  /** What was left out, of the mapping and of the rows. */
  private Set<String> names(Set<String> parameters) {
    Set<String> names = new LinkedHashSet<>();
    mapping.rules().ifPresent(rules -> names.addAll(rules.dropped()));
    parameters.stream()
        .map(name -> NAME.matcher(name).matches() ? "parameters." + name : "parameters (others)")
        .limit(MOST_NAMES)
        .forEach(names::add);
    return names;
  }

  /** The lines for rejects. */
  public List<Map<String, Object>> lines(List<RecordMapper.Reject> rejects) {
    return rejects.stream().map(lines::line).toList();
  }
}
