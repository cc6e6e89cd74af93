// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.store.RunRecord;
import java.util.HashMap;
import java.util.Map;

/** The headers that name a run. Stateless. */
public final class RunHeaders {

  private RunHeaders() {}

  /** A map of its own, to which a caller may add. */
  public static Map<String, Object> of(RunRecord.Scope run) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(DatabricksConstants.CONNECTION, run.connection());
    headers.put(DatabricksConstants.TENANT, run.tenant());
    headers.put(DatabricksConstants.FLOW, run.flow());
    headers.put(DatabricksConstants.RUN_KEY, run.key());
    headers.put(DatabricksConstants.RUN_ID, run.id());
    return headers;
  }
}
