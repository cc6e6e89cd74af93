package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;

/** Exports, each of which leaves nothing in its staging place. */
abstract class CopyFixture extends ComponentFixture {

  final Exports exports;
  final StagingConnection staging;

  /**
   * @param place keys of the staging place
   */
  CopyFixture(LocalWorkspace workspace, Map<String, String> place) {
    super(workspace, Exports.keys(workspace, place));
    this.exports = new Exports(workspace, component);
    this.staging = StagingConnection.open(Exports.keys(workspace, place));
  }

  @AfterEach
  void nothing_is_left() {
    workspace.knobs().clearFaults();
    assertThat(exports.stagings()).as("staging tables").isEmpty();
    assertThat(staging.store().list("")).as("objects").isEmpty();
  }

  static Reason reason(Exchange exchange) {
    return ((DatabricksException) exchange.getException()).getReason();
  }
}
