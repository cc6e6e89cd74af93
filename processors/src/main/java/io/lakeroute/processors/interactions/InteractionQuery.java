// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import io.lakeroute.processors.sql.StatementPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One statement for one source; immutable.
 *
 * @param source the source it reads
 * @param sql the statement, with named parameters only
 * @param parameters the values, by name
 */
public record InteractionQuery(InteractionSource source, String sql, Map<String, Object> parameters)
    implements StatementPlan.Planned {

  public InteractionQuery {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  @Override
  public String connection() {
    return source.mapping().connection();
  }
}
