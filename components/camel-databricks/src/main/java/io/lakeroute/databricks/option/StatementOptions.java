// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The statement of {@code query} and {@code execute}, each option declared once. */
@Configurer(extended = true)
@UriParams
public class StatementOptions {

  @UriParam(
      label = "common",
      description =
          "The statement of query or execute, or a resource that holds it, such as"
              + " resource:classpath:sql/leads.sql. Values go into named parameters, as in WHERE id"
              + " = :id.")
  @Metadata(supportFileReference = true, largeInput = true, inputLanguage = "sql")
  private String sql;

  @UriParam(
      label = "producer",
      defaultValue = "ENDPOINT",
      description =
          "Where query and execute take their statement from: the option sql, or the exchange"
              + " property CamelDatabricksStatement. Headers and bodies are never taken.")
  private StatementFrom statementFrom = StatementFrom.ENDPOINT;

  @UriParam(
      label = "common",
      prefix = "parameters.",
      multiValue = true,
      description =
          "Values of named parameters, as simple expressions: parameters.id=${header.id}. They come"
              + " before the header CamelDatabricksParameters, which comes before a body that is a"
              + " map.")
  private Map<String, Object> parameters = new HashMap<>();

  public String getSql() {
    return sql;
  }

  public void setSql(String sql) {
    this.sql = sql;
  }

  public StatementFrom getStatementFrom() {
    return statementFrom;
  }

  public void setStatementFrom(StatementFrom statementFrom) {
    this.statementFrom = statementFrom;
  }

  public Map<String, Object> getParameters() {
    return parameters;
  }

  public void setParameters(Map<String, Object> parameters) {
    this.parameters = parameters;
  }
}
