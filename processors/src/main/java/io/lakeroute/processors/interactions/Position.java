// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A place in a source's total order: the value of each ordering column of one row; immutable.
 *
 * @param values JDK values of the row, {@code null} where the column was NULL
 */
public record Position(List<Object> values) {

  public Position {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** One bit per value that is NULL: predicates differ by it. */
  long nulls() {
    long mask = 0;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) == null) {
        mask |= 1L << i;
      }
    }
    return mask;
  }
}
