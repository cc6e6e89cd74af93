// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.result.Rows;
import java.util.Objects;
import java.util.Optional;

/**
 * A change to deliver. Immutable.
 *
 * @param type what happened
 * @param values the row after it; for a delete the row that there was
 * @param latest where version and time of the change stand
 * @param before the row before an update, where it is known
 * @param copy numbers copies of a row without a key, from 0
 */
record Change(ChangeType type, Image values, Image latest, Optional<Image> before, long copy) {

  /** One row of the feed. */
  record Image(Rows rows, int index) {

    Object value(int column) {
      return rows.value(index, column);
    }

    /** Whether the first columns hold the same values. */
    boolean equalsIn(Image other, int columns) {
      for (int column = 0; column < columns; column++) {
        if (!Objects.deepEquals(value(column), other.value(column))) {
          return false;
        }
      }
      return true;
    }
  }
}
