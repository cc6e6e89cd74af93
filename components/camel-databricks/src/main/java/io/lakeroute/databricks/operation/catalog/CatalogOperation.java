// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.connection.WorkspaceConnection;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.option.OutputType;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Asks one question about the object an exchange names. Thread-safe. */
public final class CatalogOperation implements DatabricksOperation {

  private static final int TABLE_PARTS = 3;

  private final WorkspaceConnection connection;
  private final CatalogAction action;
  private final ObjectSource objects;
  private final CatalogQuestion question;
  private final OutputType output;

  /**
   * @param output TEXT for compact text, anything else for lists and maps
   */
  public CatalogOperation(
      WorkspaceConnection connection,
      CatalogAction action,
      ObjectSource objects,
      CatalogQuestion question,
      OutputType output) {
    this.connection = connection;
    this.action = action;
    this.objects = objects;
    this.question = question;
    this.output = output;
  }

  @Override
  public void process(Exchange exchange) {
    SecurableName object = objects.object(exchange);
    if (!action.takes(object.depth())) {
      throw new DatabricksException(
          Reason.INVALID,
          action.misfit(
              object.depth(),
              object.written(),
              "the header " + DatabricksConstants.OBJECT + " holds none."));
    }
    Message message = exchange.getMessage();
    CatalogAnswer answer = question.ask(object, message);
    message.setBody(output == OutputType.TEXT ? answer.text().get() : answer.body());
    message.setHeader(DatabricksConstants.CONNECTION, connection.profile().name());
    message.setHeader(DatabricksConstants.ROW_COUNT, answer.count());
    if (object.depth() == TABLE_PARTS) {
      message.setHeader(DatabricksConstants.TABLE, object.fullName());
    }
  }
}
