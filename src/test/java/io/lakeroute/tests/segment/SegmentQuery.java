// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.processors.segment.SegmentStatements;
import io.lakeroute.processors.segment.Statement;
import io.lakeroute.tests.workspace.Workspace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Runs statements by {@code databricks:query}, as a flow does. Safe for threads. */
public final class SegmentQuery implements AutoCloseable {

  private static final String START = "direct:segment";
  private static final String TAKE = "take";

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final ProducerTemplate template;

  private SegmentQuery(Workspace workspace) {
    String prefix = "databricks.connections.local.";
    Map.of(
            "host", workspace.host().toString(),
            "httpPath", workspace.httpPath(),
            "auth", "oauth-m2m",
            "clientId", workspace.clientId(),
            "clientSecret", workspace.clientSecret())
        .forEach(
            (key, value) ->
                camel.getPropertiesComponent().addOverrideProperty(prefix + key, value));
    try {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(START)
                  .to(
                      "databricks:query?connection=local&statementFrom=property"
                          + "&outputType=batches&statementTimeout=10m")
                  .process(SegmentQuery::take);
            }
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    camel.start();
    template = camel.createProducerTemplate();
  }

  public static SegmentQuery on(Workspace workspace) {
    return new SegmentQuery(workspace);
  }

  @SuppressWarnings("unchecked")
  private static void take(Exchange exchange) {
    Consumer<RecordBatch> take = (Consumer<RecordBatch>) exchange.getProperty(TAKE);
    ((Iterator<RecordBatch>) exchange.getMessage().getBody()).forEachRemaining(take);
  }

  /** Gives each batch of the result to {@code take}, and keeps none. */
  public void read(Statement statement, Consumer<RecordBatch> take) {
    Exchange exchange =
        template.send(
            START,
            e -> {
              e.setProperty(DatabricksConstants.STATEMENT_PROPERTY, statement.sql());
              e.setProperty(TAKE, take);
              e.getMessage().setHeader(DatabricksConstants.PARAMETERS, statement.parameters());
            });
    if (exchange.getException() != null) {
      throw new IllegalStateException(exchange.getException());
    }
  }

  public List<Map<String, Object>> rows(Statement statement) {
    List<Map<String, Object>> rows = new ArrayList<>();
    read(statement, batch -> rows.addAll(batch.asMaps()));
    return rows;
  }

  /** The first column of all rows. */
  public List<Object> keys(Statement statement) {
    List<Object> keys = new ArrayList<>();
    read(
        statement,
        batch -> {
          for (int i = 0; i < batch.size(); i++) {
            keys.add(batch.row(i)[0]);
          }
        });
    return keys;
  }

  /** The members that a segment counts, of all its population. */
  public Count count(SegmentStatements segment) {
    Map<String, Object> row = rows(segment.count()).get(0);
    return new Count(
        (Long) row.get(SegmentStatements.POPULATION), (Long) row.get(SegmentStatements.COUNT));
  }

  /** The one whole number that a query of one's own returns. */
  public long number(String sql) {
    return (Long) keys(new Statement(sql, Map.of())).get(0);
  }

  /** What a segment counts. */
  public record Count(long population, long members) {}

  @Override
  public void close() {
    camel.stop();
  }
}
