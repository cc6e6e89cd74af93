// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.change;

import io.lakeroute.databricks.header.DatabricksConstants;
import java.util.Optional;
import org.apache.camel.Message;

/** Leaves the counts of a statement in a message's headers. Stateless. */
public final class ChangeHeaders {

  private ChangeHeaders() {}

  /** Sets those the server told, and removes the others. */
  public static void set(Message message, ChangeResult result) {
    set(message, DatabricksConstants.ROW_COUNT, result.number(ChangeResult.AFFECTED));
    set(message, DatabricksConstants.INSERTED_ROWS, result.number(ChangeResult.INSERTED));
    set(message, DatabricksConstants.UPDATED_ROWS, result.number(ChangeResult.UPDATED));
    set(message, DatabricksConstants.DELETED_ROWS, result.number(ChangeResult.DELETED));
  }

  private static void set(Message message, String header, Optional<Long> value) {
    value.ifPresentOrElse(
        number -> message.setHeader(header, number), () -> message.removeHeader(header));
  }
}
