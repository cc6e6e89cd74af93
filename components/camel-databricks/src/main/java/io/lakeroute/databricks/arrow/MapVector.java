// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import io.lakeroute.databricks.result.ValueText;
import java.util.LinkedHashMap;
import java.util.Map;

/** MAP, its keys as text. Immutable. */
final class MapVector extends Vector {

  private final Offsets offsets;
  private final Vector keys;
  private final Vector values;

  MapVector(Validity validity, Offsets offsets, Vector keys, Vector values) {
    super(validity);
    this.offsets = offsets;
    this.keys = keys;
    this.values = values;
  }

  @Override
  protected Object value(int row) {
    int from = offsets.from(row);
    int length = offsets.length(row);
    Map<String, Object> map = new LinkedHashMap<>(length * 2);
    for (int i = from; i < from + length; i++) {
      map.put(ValueText.of(keys.get(i)), values.get(i));
    }
    return map;
  }
}
