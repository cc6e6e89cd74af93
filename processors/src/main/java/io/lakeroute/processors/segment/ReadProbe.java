// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.segment;

import io.lakeroute.processors.sql.Expression.Whole;
import io.lakeroute.processors.sql.Query;
import io.lakeroute.processors.sql.Query.Item;
import io.lakeroute.processors.sql.SqlName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Statements that return nothing of value, and fail where something may not be read; stateless. */
public final class ReadProbe {

  private static final List<Item> ONE = List.of(Item.as(new Whole(1), "one"));

  private ReadProbe() {}

  /** Reads nothing: it fails if the connection runs no statement at all. */
  public static Statement ofConnection() {
    return Statement.of(Query.select(ONE), new Parameters());
  }

  /** Reads no row of a table or view. */
  public static Statement of(SqlName table) {
    return Statement.of(
        Query.select(ONE, new Query.Table(table, OptionalLong.empty(), Optional.empty()))
            .limited(new Whole(0)),
        new Parameters());
  }
}
