// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.lakeroute.databricks.waiting.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Stands in for {@code databricks:} with answers a test chooses, so that flows are tested without a
 * workspace; thread-safe.
 */
final class StandInDatabricks extends DefaultComponent {

  /** A statement as it arrived. */
  record Statement(String connection, String sql, Map<String, Object> parameters, Caller caller) {}

  private final Map<String, List<Map<String, Object>>> columns = new ConcurrentHashMap<>();
  private final Map<String, RuntimeException> refusals = new ConcurrentHashMap<>();
  private final List<Statement> statements = new CopyOnWriteArrayList<>();
  private volatile Function<Statement, List<Map<String, Object>>> answer = statement -> List.of();

  /** The columns of a table as {@code name TYPE} lines. */
  void table(String name, String lines) {
    List<Map<String, Object>> rows = new ArrayList<>();
    lines
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", 2);
              rows.add(Map.of("name", words[0], "type", words[1]));
            });
    columns.put(name, rows);
  }

  /** What statements return, or throw. */
  void answer(Function<Statement, List<Map<String, Object>>> rows) {
    answer = rows;
  }

  List<Statement> statements() {
    return statements;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String path, Map<String, Object> parameters) {
    String connection = String.valueOf(parameters.remove("connection"));
    String tenants = String.valueOf(parameters.getOrDefault("tenants", ""));
    parameters.remove("tenants");
    if (!"true".equals(parameters.remove("servicePrincipalOnly"))) {
      throw new IllegalArgumentException("interactions are for service principals only");
    }
    if (connection.equals("personal")) {
      throw new IllegalArgumentException("Connection personal uses a personal access token");
    }
    if (tenants.contains("personal")) {
      throw new IllegalArgumentException("Connection personal uses a personal access token");
    }
    if (path.equals("catalog")) {
      parameters.remove("action");
      String object = String.valueOf(parameters.remove("object"));
      return endpoint(
          uri, exchange -> answerColumns(exchange, chosen(exchange, tenants, connection), object));
    }
    parameters.clear();
    return endpoint(uri, exchange -> answerRows(exchange, chosen(exchange, tenants, connection)));
  }

  /** The connection of the message's tenant, where there are tenants. */
  private static String chosen(Exchange exchange, String tenants, String connection) {
    String tenant = exchange.getMessage().getHeader("CamelDatabricksTenant", String.class);
    return tenants.isEmpty()
        ? connection
        : Stream.of(tenants.split(","))
            .map(entry -> entry.split("="))
            .filter(entry -> entry[0].equals(tenant))
            .map(entry -> entry[entry.length - 1])
            .findFirst()
            .orElseThrow();
  }

  /** Has the columns of a connection fail until told otherwise. */
  void refuse(String connection, RuntimeException failure) {
    refusals.put(connection, failure);
  }

  void accept(String connection) {
    refusals.remove(connection);
  }

  private void answerColumns(Exchange exchange, String connection, String table) {
    if (refusals.containsKey(connection)) {
      throw refusals.get(connection);
    }
    List<Map<String, Object>> rows = columns.get(table);
    if (rows == null) {
      throw new IllegalArgumentException("Table " + table + " does not exist");
    }
    exchange.getMessage().setBody(rows);
  }

  @SuppressWarnings("unchecked")
  private void answerRows(Exchange exchange, String connection) {
    Statement statement =
        new Statement(
            connection,
            exchange.getProperty("CamelDatabricksStatement", String.class),
            exchange.getMessage().getHeader("CamelDatabricksParameters", Map.class),
            exchange.getProperty("CamelDatabricksCaller", Caller.class));
    statements.add(statement);
    exchange.getMessage().setBody(answer.apply(statement));
  }

  private Endpoint endpoint(String uri, Processor processor) {
    return new DefaultEndpoint(uri, this) {
      @Override
      public Producer createProducer() {
        return new DefaultProducer(this) {
          @Override
          public void process(Exchange exchange) throws Exception {
            processor.process(exchange);
          }
        };
      }

      @Override
      public Consumer createConsumer(Processor consumer) {
        throw new UnsupportedOperationException("flows only produce");
      }

      @Override
      public boolean isSingleton() {
        return true;
      }
    };
  }
}
