// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.copy;

import com.databricks.sdk.service.catalog.TableInfo;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.operation.DatabricksOperation;
import io.lakeroute.databricks.staging.Delivery;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Publishes a staged run, and checks that the table holds it. Thread-safe. */
final class PublishOperation implements DatabricksOperation {

  private final CopyTools tools;

  PublishOperation(CopyTools tools) {
    this.tools = tools;
  }

  @Override
  public void process(Exchange exchange) {
    StagedRun run = exchange.getProperty(StagedRun.PROPERTY, StagedRun.class);
    if (run == null) {
      if (Delivery.of(exchange).complete()) {
        throw new DatabricksException(
            Reason.CONFIGURATION,
            "Cannot publish to %s: the message has no staged run. Send it to databricks:copy with action=load first."
                .formatted(tools.target().table()));
      }
      return;
    }
    if (!run.target().equals(tools.target())) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot publish to %s: the message has a run that is staged for %s. Give load and publish the same table and the same options."
              .formatted(tools.target().table(), run.target().table()));
    }
    Optional<LoadRun> load =
        Optional.ofNullable(exchange.getProperty(LoadRun.PROPERTY, LoadRun.class));
    load.ifPresent(each -> each.health().requireSound());
    report(exchange, run, publishOnce(run, load));
    exchange.removeProperty(StagedRun.PROPERTY);
    load.ifPresent(LoadRun::clean);
  }

  /** What may have published is not repeated: a message that is delivered again fails again. */
  private Published publishOnce(StagedRun run, Optional<LoadRun> load) {
    try {
      return publish(run);
    } catch (DatabricksException e) {
      if (e.getReason() == Reason.OUTCOME_UNKNOWN) {
        load.ifPresent(each -> each.health().fail(e));
      }
      throw e;
    }
  }

  private Published publish(StagedRun run) {
    if (tools.settings().classic()) {
      return tools.unbroken(run, CopyTools.AS_IT_WAS, new ClassicPublish(tools, run)::publish);
    }
    Optional<TableInfo> table = tools.table();
    return table.isEmpty()
        ? new FirstPublish(tools, run).publish()
        : new AtomicPublish(tools, run, table.get()).publish();
  }

  private void report(Exchange exchange, StagedRun run, Published published) {
    Message message = exchange.getMessage();
    message.setHeader(DatabricksConstants.CONNECTION, tools.connection().profile().name());
    message.setHeader(DatabricksConstants.TABLE, tools.target().table().fullName());
    message.setHeader(DatabricksConstants.ROW_COUNT, run.rows());
    published
        .version()
        .ifPresent(version -> message.setHeader(DatabricksConstants.VERSION, version));
    exchange.setProperty(DatabricksConstants.DETAILS_PROPERTY, published.details(run));
    exchange.setProperty(DatabricksConstants.DELIVERED_ROWS_PROPERTY, run.rows());
    published
        .shortfall()
        .ifPresent(text -> exchange.setProperty(DatabricksConstants.SHORTFALL_PROPERTY, text));
  }
}
