// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.verify;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How one step of a check went. Immutable.
 *
 * @param step what was tried
 * @param ok whether it worked
 * @param millis how long it took
 * @param detail what was found
 * @param remedy what to do; empty when nothing needs doing
 */
record VerifyStep(String step, boolean ok, long millis, String detail, String remedy) {

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("step", step);
    map.put("ok", ok);
    map.put("millis", millis);
    map.put("detail", detail);
    map.put("remedy", remedy);
    return map;
  }
}
