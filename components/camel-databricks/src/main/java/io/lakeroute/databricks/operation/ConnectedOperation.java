// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.metrics.Measurements;
import io.lakeroute.databricks.statement.read.ExchangeCaller;
import io.lakeroute.databricks.waiting.CallerGoneException;
import io.lakeroute.databricks.waiting.TimeLimit;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * An operation on one connection, whose failures are counted. Thread-safe.
 *
 * @param longestCall how long each of its calls to the workspace may take
 */
public record ConnectedOperation(
    WorkspaceConnection connection,
    DatabricksOperation operation,
    Duration longestCall,
    Measurements measurements)
    implements DatabricksOperation {

  @Override
  public void stop() {
    operation.stop();
  }

  @Override
  public void process(Exchange exchange) {
    try (TimeLimit limit = TimeLimit.ofEachCall(longestCall)) {
      ExchangeCaller.of(exchange).requirePresent();
      operation.process(exchange);
    } catch (CallerGoneException e) {
      throw e; // Nothing failed here.
    } catch (RuntimeException e) {
      measurements.error(ErrorClassifier.reason(e));
      throw e;
    }
  }
}
