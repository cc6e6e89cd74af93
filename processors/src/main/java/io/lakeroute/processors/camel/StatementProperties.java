// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

/**
 * Exchange properties through which the steps of a Kamelet that runs statements meet; stateless.
 */
final class StatementProperties {

  /** The {@code StatementPlan} of the message. */
  static final String PLAN = "LakerouteStatementPlan";

  /** The plan's statements, for a splitter. */
  static final String STATEMENTS = "LakerouteStatements";

  /** How many statements there are. */
  static final String STATEMENT_COUNT = "LakerouteStatementCount";

  /** Whether the statement that comes next changes something. */
  static final String CHANGE = "LakerouteChange";

  /** What is to be changed. */
  static final String CHANGES = "LakerouteTableChanges";

  /** The connection of the statement that comes next. */
  static final String CONNECTION = "LakerouteConnection";

  /** Where {@code databricks:query} takes its statement from. */
  static final String STATEMENT = "CamelDatabricksStatement";

  /** The header in which {@code databricks:query} finds the statement's parameters. */
  static final String PARAMETERS_HEADER = "CamelDatabricksParameters";

  /** The header in which endpoints and Kamelets with several tenants find the message's. */
  static final String TENANT_HEADER = "CamelDatabricksTenant";

  private StatementProperties() {}
}
