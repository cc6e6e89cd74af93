// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.catalog.constraints.Constraint;

/**
 * An informational primary or foreign key of a table, which nothing enforces; immutable.
 *
 * @param columns its columns in the table
 * @param parent the table that a foreign key refers to, by catalog, schema and name; empty for a
 *     primary key
 * @param parentColumns the columns of the parent's primary key
 * @param rely whether queries may be planned as if it held
 */
public record TableKey(
    String name,
    List<String> columns,
    List<String> parent,
    List<String> parentColumns,
    boolean rely)
    implements Constraint {

  public boolean foreign() {
    return !parent.isEmpty();
  }

  /** The same of columns in the writing of the table. */
  TableKey of(List<String> names) {
    return new TableKey(name, names, parent, parentColumns, rely);
  }

  /** Whether these are its columns, in any order. */
  boolean isOf(List<String> names) {
    var of = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    of.addAll(columns);
    return names.size() == columns.size() && of.containsAll(names);
  }

  @Override
  public boolean enforced() {
    return false;
  }

  @Override
  public ValidationStatus validationStatus() {
    return ValidationStatus.UNVALIDATED;
  }

  @Override
  public String toDDL() {
    return "CONSTRAINT `%s` %s NOT ENFORCED".formatted(name, toDescription());
  }

  @Override
  public String toDescription() {
    return "%s KEY (%s)".formatted(foreign() ? "FOREIGN" : "PRIMARY", quoted(columns, ", "))
        + (foreign()
            ? " REFERENCES %s (%s)".formatted(quoted(parent, "."), quoted(parentColumns, ", "))
            : "")
        + (rely ? " RELY" : "");
  }

  static String quoted(List<String> names, String separator) {
    return names.stream()
        .map(name -> "`" + name.replace("`", "``") + "`")
        .collect(Collectors.joining(separator));
  }
}
