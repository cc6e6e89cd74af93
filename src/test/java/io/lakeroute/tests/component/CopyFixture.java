// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.WorkspaceRelay;
import io.lakeroute.tests.workspace.WorkspaceRelay.Door;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;

/** Exports, each of which leaves nothing in its staging place. */
abstract class CopyFixture extends ComponentFixture {

  final Exports exports;
  final StagingConnection staging;
  private final Map<String, String> place;

  /**
   * @param place keys of the staging place
   */
  CopyFixture(LocalWorkspace workspace, Map<String, String> place) {
    super(workspace, Exports.keys(workspace, place));
    this.place = place;
    this.exports = new Exports(workspace, component);
    this.staging = StagingConnection.open(Exports.keys(workspace, place));
  }

  @AfterEach
  void nothing_is_left() {
    workspace.knobs().clearFaults();
    assertThat(exports.stagings()).as("staging tables").isEmpty();
    assertThat(staging.store().list("")).as("objects").isEmpty();
  }

  /** Exports over a relay, so that a test sees each statement before it runs. */
  Exchange through(Door door, Function<Exports, Exchange> export) {
    try (WorkspaceRelay relay = new WorkspaceRelay(workspace.access(), door);
        ComponentContext other =
            ComponentContext.start(
                ComponentContext.with(
                    Exports.keys(workspace, place), "host", relay.inFront().host().toString()))) {
      return export.apply(new Exports(workspace, other));
    }
  }

  /** The name of a table as statements have it. */
  static String quoted(String table) {
    return "`" + table.replace(".", "`.`") + "`";
  }

  /** The latest version of a table. */
  long version(String table) {
    return Long.parseLong(
        workspace.statements().run("DESCRIBE HISTORY " + table + " LIMIT 1").get(0).get(0));
  }

  static Reason reason(Exchange exchange) {
    return ((DatabricksException) exchange.getException()).getReason();
  }
}
