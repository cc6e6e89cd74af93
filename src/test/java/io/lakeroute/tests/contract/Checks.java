package io.lakeroute.tests.contract;

import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Statements;
import io.lakeroute.tests.workspace.Workspace;

/** What every group of checks starts from: a workspace, reached as any client reaches it. */
interface Checks {

  Workspace workspace();

  default Statements statements() {
    return Statements.of(workspace());
  }

  /** Calls as the service principal. */
  default Rest rest() {
    return Rest.bearer(OAuth.token(workspace()));
  }
}
