// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.statement.guard.StatementGuard;
import org.apache.camel.Exchange;

/** Says which statement an exchange runs. Thread-safe. */
@FunctionalInterface
public interface StatementSource {

  NamedStatement statement(Exchange exchange);

  /** One statement for all exchanges, cut up and checked now. */
  static StatementSource fixed(String sql, StatementKind kind, StatementGuard guard) {
    NamedStatement statement = checked(sql, kind, guard);
    return exchange -> statement;
  }

  /** The statement a route put into the exchange property. */
  static StatementSource property(StatementKind kind, StatementGuard guard) {
    RecentStatements recent = new RecentStatements(sql -> checked(sql, kind, guard));
    return exchange -> {
      String sql = exchange.getProperty(DatabricksConstants.STATEMENT_PROPERTY, String.class);
      if (sql == null) {
        throw new DatabricksException(
            Reason.INVALID,
            "The exchange property "
                + DatabricksConstants.STATEMENT_PROPERTY
                + " holds no statement. Set it before the endpoint, or use the option sql.");
      }
      return recent.of(sql);
    };
  }

  private static NamedStatement checked(String sql, StatementKind kind, StatementGuard guard) {
    NamedStatement statement = NamedStatement.parse(sql, kind);
    return statement.judgedBy(
        kind == StatementKind.READ
            ? text -> guard.checkQuery(text, statement.firstWord())
            : guard::checkChange);
  }
}
