// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.segment.request.KnownFacts;
import io.lakeroute.processors.sql.SqlName;
import java.util.Map;
import java.util.Optional;

/**
 * What the component knows of segments and tables; immutable.
 *
 * @param catalog knows tables
 * @param runs knows runs
 */
record CatalogFacts(TableCatalog catalog, ScheduledSegments runs) implements KnownFacts {

  @Override
  public Optional<Map<String, Object>> lastRun(String connection, String segment) {
    return runs.last(connection, segment);
  }

  @Override
  public Optional<Long> rows(String connection, SqlName table) {
    return catalog.described(table, connection).get("rowCount") instanceof Number rows
        ? Optional.of(rows.longValue())
        : Optional.empty();
  }
}
