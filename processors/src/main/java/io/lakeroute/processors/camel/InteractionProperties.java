package io.lakeroute.processors.camel;

/** Exchange properties through which the steps of the interactions Kamelet meet; stateless. */
final class InteractionProperties {

  /** The {@code InteractionPlan} of the message. */
  static final String PLAN = "LakerouteInteractionPlan";

  /** The plan's queries, for a splitter. */
  static final String QUERIES = "LakerouteInteractionQueries";

  /** How many queries there are. */
  static final String QUERY_COUNT = "LakerouteInteractionQueryCount";

  /** The connection of the statement that comes next. */
  static final String CONNECTION = "LakerouteConnection";

  /** Where {@code databricks:query} takes its statement from. */
  static final String STATEMENT = "CamelDatabricksStatement";

  /** The header in which {@code databricks:query} finds the statement's parameters. */
  static final String PARAMETERS_HEADER = "CamelDatabricksParameters";

  /** The header in which endpoints and Kamelets with several tenants find the message's. */
  static final String TENANT_HEADER = "CamelDatabricksTenant";

  private InteractionProperties() {}
}
