// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.arrow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** STRUCT, as a map from the names of its fields. Immutable. */
final class StructVector extends Vector {

  private final List<String> names;
  private final List<Vector> fields;

  StructVector(Validity validity, List<String> names, List<Vector> fields) {
    super(validity);
    this.names = List.copyOf(names);
    this.fields = List.copyOf(fields);
  }

  @Override
  protected Object value(int row) {
    Map<String, Object> map = new LinkedHashMap<>(names.size() * 2);
    for (int i = 0; i < names.size(); i++) {
      map.put(names.get(i), fields.get(i).get(row));
    }
    return map;
  }
}
