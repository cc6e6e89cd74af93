// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.read;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.profile.QueryTags;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Finds the run that an exchange belongs to, for its query tag. Stateless. */
public final class RunId {

  private RunId() {}

  /**
   * The exchange property, or else the header; both have one name.
   *
   * @throws DatabricksException INVALID when it cannot be a tag; the value is not repeated
   */
  public static Optional<String> of(Exchange exchange) {
    Object id = exchange.getProperty(DatabricksConstants.RUN_ID);
    if (id == null) {
      id = exchange.getMessage().getHeader(DatabricksConstants.RUN_ID);
    }
    if (id == null) {
      return Optional.empty();
    }
    String text = id.toString().strip();
    if (!QueryTags.fits(text)) {
      throw new DatabricksException(
          Reason.INVALID,
          DatabricksConstants.RUN_ID + " must have 1 to 128 characters and no control character.");
    }
    return Optional.of(text);
  }
}
