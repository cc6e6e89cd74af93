// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.ColumnKind;
import io.lakeroute.processors.sql.SqlName;

/**
 * A column of a source, as the catalog describes it; immutable.
 *
 * @param name the column's name, in the catalog's spelling
 * @param type the SQL type, for messages
 * @param kind what the type means here
 */
public record SourceColumn(String name, String type, ColumnKind kind) {

  public SourceColumn(String name, String type) {
    this(name, type, ColumnKind.of(type));
  }

  /** The name for a statement. */
  public SqlName sqlName() {
    return SqlName.column(name);
  }
}
