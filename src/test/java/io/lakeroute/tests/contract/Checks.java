// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;
import java.time.Duration;

/** What every group of checks starts from: a workspace, reached as any client reaches it. */
interface Checks {

  Workspace workspace();

  /** How long what a workspace does by and by may take. */
  default Duration patience() {
    return Duration.ofSeconds(10);
  }

  default Statements statements() {
    return Statements.of(workspace());
  }

  /** A table for checks that leave it as it is. */
  default String untouched() {
    String table = workspace().name("contract_untouched");
    statements().run("CREATE TABLE IF NOT EXISTS " + table + " (id INT)");
    return table;
  }

  /** Calls as the service principal. */
  default Rest rest() {
    return Rest.bearer(OAuth.token(workspace()));
  }
}
