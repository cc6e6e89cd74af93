// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import java.sql.SQLException;

/**
 * Sees every failure of a pooled session, also of those that plain {@code jdbc:} endpoints use, and
 * tells the source of sessions when the server refused the token or has forgotten the session.
 * Thread-safe.
 *
 * <p>Hikari must not evict by itself: it would log the driver's exception, whose text repeats the
 * statement.
 */
final class RefusalWatch implements SQLExceptionOverride {

  private final SessionSource source;

  RefusalWatch(SessionSource source) {
    this.source = source;
  }

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    if (ErrorClassifier.reason(failure) == Reason.UNAUTHENTICATED) {
      source.tokenRefused();
    } else if (ErrorClassifier.sessionLost(failure)) {
      source.sessionsLost();
    }
    return Override.DO_NOT_EVICT;
  }
}
