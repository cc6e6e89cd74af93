// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import java.util.ArrayList;
import java.util.List;

/** ARRAY. Immutable. */
final class ListVector extends Vector {

  private final Offsets offsets;
  private final Vector elements;

  ListVector(Validity validity, Offsets offsets, Vector elements) {
    super(validity);
    this.offsets = offsets;
    this.elements = elements;
  }

  @Override
  protected Object value(int row) {
    int from = offsets.from(row);
    int length = offsets.length(row);
    List<Object> list = new ArrayList<>(length);
    for (int i = from; i < from + length; i++) {
      list.add(elements.get(i));
    }
    return list;
  }
}
