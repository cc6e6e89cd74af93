// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

import static io.lakeroute.databricks.name.ObjectName.quote;

import io.lakeroute.databricks.run.ComparableForm;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the rows of one version of a table that another did not have, whatever the types and names
 * of its columns. Immutable.
 *
 * <p>An anti join, because EXCEPT refuses columns of some types. Of a table without a key, copies
 * of a row are numbered, so that one copy more is a row that is new.
 */
final class VersionDifference {

  private final SnapshotTable table;
  private final List<String> forms;
  private final String ordinal;

  VersionDifference(SnapshotTable table) {
    this.table = table;
    this.forms = table.columns().stream().map(ComparableForm::of).toList();
    this.ordinal = quote(table.unused("_ordinal"));
  }

  /** The number of a copy behind other columns; nothing where there is a key. */
  String ordinals() {
    return table.keyed() ? "" : ", " + ordinal;
  }

  /**
   * The rows of one that the other did not have.
   *
   * @param now a table and its conditions
   * @param before the same for the other
   */
  String rows(String now, String before) {
    return "(SELECT "
        + SnapshotSql.columns(table)
        + numbered(ordinal)
        + " FROM "
        + now
        + ") LEFT ANTI JOIN (SELECT "
        + IntStream.range(0, forms.size())
            .mapToObj(i -> forms.get(i) + " AS " + before(i))
            .collect(Collectors.joining(", "))
        + numbered(before(forms.size()))
        + " FROM "
        + before
        + ") ON "
        + IntStream.range(0, forms.size())
            .mapToObj(i -> forms.get(i) + " <=> " + before(i))
            .collect(Collectors.joining(" AND "))
        + (table.keyed() ? "" : " AND " + ordinal + " = " + before(forms.size()));
  }

  private String before(int index) {
    return quote(table.unused("_before_" + index));
  }

  private String numbered(String name) {
    return table.keyed()
        ? ""
        : ", ROW_NUMBER() OVER (PARTITION BY "
            + String.join(", ", forms)
            + " ORDER BY 1) - 1 AS "
            + name;
  }
}
