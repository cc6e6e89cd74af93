package io.lakeroute.databricks.operation.snapshot;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.Column;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chooses the columns that an import reads, and refuses those it cannot read. Stateless. */
public final class TableColumns {

  private TableColumns() {}

  /**
   * What is read of a table.
   *
   * @param all the table's columns
   * @throws DatabricksException CONFIGURATION when the settings do not fit them
   */
  public static SnapshotTable chosen(SnapshotSettings settings, List<Column> all) {
    Set<String> wanted = named(settings);
    refuseMissing(settings, all, wanted);
    List<Column> selected =
        all.stream()
            .filter(column -> settings.fields().isEmpty() || wanted.contains(column.name()))
            .toList();
    refuseNamesOfOurs(settings, selected);
    Optional<Column> timestamp =
        settings
            .timestampColumn()
            .flatMap(name -> all.stream().filter(c -> c.name().equals(name)).findFirst());
    boolean keyed = !settings.key().isEmpty();
    refuseWithoutOrder(settings, selected, keyed);
    return new SnapshotTable(
        settings.table(),
        selected,
        timestamp.map(Column::name),
        timestamp.map(c -> Watermark.of(c.name(), c.typeText())).orElse(Watermark.TIMESTAMP),
        settings.recordTimestamp(),
        keyed ? settings.key() : selected.stream().map(Column::name).toList(),
        keyed,
        settings.filter());
  }

  private static Set<String> named(SnapshotSettings settings) {
    Set<String> names = new HashSet<>(settings.fields());
    names.addAll(settings.key());
    settings.timestampColumn().ifPresent(names::add);
    settings.recordTimestamp().ifPresent(names::add);
    return names;
  }

  private static void refuseMissing(
      SnapshotSettings settings, List<Column> all, Set<String> wanted) {
    List<String> names = all.stream().map(Column::name).toList();
    List<String> missing = wanted.stream().filter(name -> !names.contains(name)).sorted().toList();
    if (!missing.isEmpty()) {
      throw refused(
          "%s has no column %s. It has %s."
              .formatted(settings.table(), String.join(", ", missing), String.join(", ", names)));
    }
  }

  /** A row is a map to most of its readers, where one of two values of a name would be lost. */
  private static void refuseNamesOfOurs(SnapshotSettings settings, List<Column> selected) {
    for (Column column : selected) {
      boolean added =
          column.name().equalsIgnoreCase(SnapshotBatches.RECORD_ID)
              || (settings.recordTimestamp().isPresent()
                  && column.name().equalsIgnoreCase(SnapshotBatches.RECORD_TIMESTAMP));
      if (added) {
        throw refused(
            "%s has the column %s, which the import itself adds to each row. Leave the column out with fields, or read a view that gives it another name."
                .formatted(settings.table(), column.name()));
      }
    }
  }

  private static void refuseWithoutOrder(
      SnapshotSettings settings, List<Column> selected, boolean keyed) {
    for (Column column : selected) {
      if (ComparableForm.sorts(column) || (keyed && !settings.key().contains(column.name()))) {
        continue;
      }
      throw refused(
          keyed
              ? "The key column %s of %s has the type %s, which has no order. Name other columns that make a row unique with the option keys."
                  .formatted(column.name(), settings.table(), column.typeText())
              : "%s has the column %s, whose type has no order, so its rows have none without a key. Name the columns that make a row unique with the option keys, or leave the column out with fields."
                  .formatted(settings.table(), column.name()));
    }
  }

  private static DatabricksException refused(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }
}
