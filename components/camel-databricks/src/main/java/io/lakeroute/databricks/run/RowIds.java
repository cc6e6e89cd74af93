// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.result.Rows;
import java.util.Arrays;
import java.util.List;

/**
 * Adds record ids to the rows of one statement, in the order in which they come. For one thread.
 *
 * <p>Without a key an id is made of all columns and the number of the copy. Copies of a row then
 * have to follow one another, as they do where rows are ordered by all their columns.
 */
public final class RowIds {

  private final RecordId ids;
  private final Form form;
  private final int[] key;
  private Object[] lastRow = {};
  private long copies;

  /**
   * Where the parts of an id stand in a row.
   *
   * @param width how many values of a row are delivered
   * @param key positions of the values that make a row unique; of all where none do
   * @param keyed whether the key makes a row unique
   * @param ordinals whether the number of a copy stands behind the delivered values
   * @param time the column that tells the time of the event, delivered once more; -1 for none
   */
  public record Form(int width, List<Integer> key, boolean keyed, boolean ordinals, int time) {
    public Form {
      key = List.copyOf(key);
    }
  }

  /**
   * @param scope what tells these rows from those of other sources, such as the id of their table
   */
  public RowIds(String scope, Form form) {
    this.ids = new RecordId(scope);
    this.form = requireNonNull(form, "form");
    this.key = form.key().stream().mapToInt(Integer::intValue).toArray();
  }

  /** The rows with their ids; each row passes through here once. */
  public Rows of(Rows rows) {
    if (form.keyed()) {
      return new IdentifiedRows(rows, form.width(), index -> ids.of(key(rows, index)), form.time());
    }
    String[] known = new String[rows.size()];
    for (int i = 0; i < known.length; i++) {
      known[i] = ids.of(numbered(key(rows, i), rows, i));
    }
    return new IdentifiedRows(rows, form.width(), index -> known[index], form.time());
  }

  private Object[] key(Rows rows, int index) {
    Object[] values = new Object[key.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.value(index, key[i]);
    }
    return values;
  }

  private Object[] numbered(Object[] row, Rows rows, int index) {
    copies = Arrays.deepEquals(row, lastRow) ? copies + 1 : 0;
    lastRow = row;
    Object given = form.ordinals() ? rows.value(index, form.width()) : null;
    Object[] numbered = Arrays.copyOf(row, row.length + 1);
    numbered[row.length] = given == null ? (Object) copies : given;
    return numbered;
  }
}
