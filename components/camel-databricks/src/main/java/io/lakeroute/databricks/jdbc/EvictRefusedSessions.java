package io.lakeroute.databricks.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.error.ErrorClassifier;
import java.sql.SQLException;

/**
 * Has Hikari drop a session whose token was refused or that the server no longer knows. Stateless.
 */
public final class EvictRefusedSessions implements SQLExceptionOverride {

  @java.lang.Override
  public Override adjudicate(SQLException failure) {
    return ErrorClassifier.reason(failure) == Reason.UNAUTHENTICATED || SessionLoss.lost(failure)
        ? Override.MUST_EVICT
        : Override.CONTINUE_EVICT;
  }
}
