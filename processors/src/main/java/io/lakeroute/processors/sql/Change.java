// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.sql;

import java.util.List;
import java.util.regex.Pattern;

/** A statement that changes a table; immutable. */
public sealed interface Change extends Writable {

  /**
   * A column of a table.
   *
   * @param type as in SQL, in capitals
   */
  record Column(SqlName name, String type) {
    private static final Pattern TYPE =
        Pattern.compile("(ARRAY<)*[A-Z_]+(\\([0-9]+(, ?[0-9]+)?\\))?( COLLATE [A-Z0-9_]+)?>*");

    public Column {
      if (!TYPE.matcher(type).matches()) {
        throw new IllegalArgumentException("not the name of a type: " + type);
      }
    }
  }

  /**
   * Creates a table.
   *
   * @param replace whether it takes the place of the one that is there
   */
  record Create(SqlName table, List<Column> columns, boolean replace) implements Change {
    public Create {
      columns = List.copyOf(columns);
    }
  }

  /** Removes the rows that fulfil a condition. */
  record Delete(SqlName table, Expression where) implements Change {}

  /**
   * Puts the rows of a query in the place of all rows of a table.
   *
   * @param columns those of the table, in the order of the query
   */
  record Overwrite(SqlName table, List<SqlName> columns, Query query) implements Change {
    public Overwrite {
      columns = List.copyOf(columns);
    }
  }

  @Override
  default Written write() {
    return new SqlWriter().change(this);
  }
}
