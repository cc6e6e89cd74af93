// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.result.Column;
import java.util.Collection;
import java.util.List;

/**
 * Chooses the columns that a scheduled reader delivers, and refuses those it cannot. Immutable.
 *
 * @param source whose columns they are, such as a table, for messages
 * @param selected in the order of the source
 */
public record ChosenColumns(String source, List<Column> selected) {
  public ChosenColumns {
    selected = List.copyOf(selected);
  }

  /**
   * The columns that are wanted.
   *
   * @param source for messages
   * @param all its columns
   * @param wanted names that it must have
   * @param only whether no others are delivered
   * @throws DatabricksException CONFIGURATION where it lacks one
   */
  public static ChosenColumns of(
      String source, List<Column> all, Collection<String> wanted, boolean only) {
    List<String> names = all.stream().map(Column::name).toList();
    List<String> missing =
        wanted.stream().filter(name -> !names.contains(name)).distinct().sorted().toList();
    if (!missing.isEmpty()) {
      throw refused(
          "%s has no column %s. It has %s."
              .formatted(source, String.join(", ", missing), String.join(", ", names)));
    }
    return new ChosenColumns(
        source, all.stream().filter(column -> !only || wanted.contains(column.name())).toList());
  }

  /** A name that none of the columns has, in any case; the given one where it is free. */
  public static String unused(List<Column> columns, String name) {
    String free = name;
    while (columns.stream().map(Column::name).anyMatch(free::equalsIgnoreCase)) {
      free = "_" + free;
    }
    return free;
  }

  /** Their names. */
  public List<String> names() {
    return selected.stream().map(Column::name).toList();
  }

  /**
   * A row is a map to most of its readers, where one of two values of a name would be lost.
   *
   * @param reader what adds columns of its own, such as {@code import}
   * @param added their names
   * @throws DatabricksException CONFIGURATION where one of them has such a name
   */
  public ChosenColumns without(String reader, List<String> added) {
    for (Column column : selected) {
      if (added.stream().anyMatch(column.name()::equalsIgnoreCase)) {
        throw refused(
            "%s has the column %s, which the %s itself adds to each row. Leave the column out with fields, or read a view that gives it another name."
                .formatted(source, column.name(), reader));
      }
    }
    return this;
  }

  /**
   * Rows are read in one order, which not every type has.
   *
   * @param key columns that make a row unique; none where all columns do
   * @throws DatabricksException CONFIGURATION where one of those has no order
   */
  public ChosenColumns ordered(List<String> key) {
    for (Column column : selected) {
      if (ComparableForm.sorts(column) || (!key.isEmpty() && !key.contains(column.name()))) {
        continue;
      }
      throw refused(
          key.isEmpty()
              ? "%s has the column %s, whose type has no order, so its rows have none without a key. Name the columns that make a row unique with the option keys, or leave the column out with fields."
                  .formatted(source, column.name())
              : "The key column %s of %s has the type %s, which has no order. Name other columns that make a row unique with the option keys."
                  .formatted(column.name(), source, column.typeText()));
    }
    return this;
  }

  private static DatabricksException refused(String message) {
    return new DatabricksException(Reason.CONFIGURATION, message);
  }
}
