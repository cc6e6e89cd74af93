// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of one statement, by the names of its parameters. For one thread. */
final class Parameters {

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** A new parameter with that value. */
  Parameter add(Object value) {
    String name = "p" + (values.size() + 1);
    values.put(name, value);
    return new Parameter(name);
  }

  Map<String, Object> values() {
    return values;
  }
}
