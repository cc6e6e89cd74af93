package io.lakeroute.databricks.jdbc;

import com.databricks.client.jdbc.Driver;
import com.databricks.jdbc.api.IDatabricksConnection;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.auth.AccessToken;
import io.lakeroute.databricks.auth.TokenSource;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.profile.ConnectionProfile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.WeakHashMap;

/**
 * Opens sessions of the driver with the connection's token and puts a newer token into open ones.
 * Thread-safe.
 *
 * <p>The driver takes a new token for a live session through its client info (with {@code
 * EnableTokenFederation=0} only), so a session outlives its first token without being opened again.
 */
final class SessionSource extends DataSourceBase {

  private final ConnectionProfile profile;
  private final TokenSource tokens;
  private final Properties settings;
  private final Map<Connection, AccessToken> tokenOf =
      Collections.synchronizedMap(new WeakHashMap<>());
  private volatile Optional<OpenFailure> lastFailure = Optional.empty();

  /** When and why a session could not be opened: the pool opens them on a thread of its own. */
  record OpenFailure(long nanoTime, SQLException failure) {}

  SessionSource(ConnectionProfile profile, TokenSource tokens, Map<String, String> tags) {
    this.profile = profile;
    this.tokens = tokens;
    this.settings = DriverProperties.of(profile, tags);
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      AccessToken token = tokens.token();
      try {
        return open(token);
      } catch (SQLException e) {
        if (ErrorClassifier.reason(e) != Reason.UNAUTHENTICATED) {
          throw e;
        }
        tokens.invalidate(token);
        return open(tokens.token());
      }
    } catch (SQLException e) {
      lastFailure = Optional.of(new OpenFailure(System.nanoTime(), e));
      throw e;
    }
  }

  private Connection open(AccessToken token) throws SQLException {
    Properties p = new Properties();
    p.putAll(settings);
    p.setProperty(DriverProperties.ACCESS_TOKEN, token.value());
    Connection session = new Driver().connect(DriverProperties.url(profile), p);
    tokenOf.put(session, token);
    return session;
  }

  /**
   * Fails now, on the caller's thread, when no token can be had: the pool would only say that it
   * timed out.
   */
  void requireToken() {
    tokens.token();
  }

  /**
   * The latest failure to open a session, if it happened after the given {@link System#nanoTime()}.
   */
  Optional<SQLException> failureSince(long nanoTime) {
    return lastFailure.filter(f -> f.nanoTime() - nanoTime > 0).map(OpenFailure::failure);
  }

  /** Gives a pooled session the token of now; costs nothing while that is the one it has. */
  AccessToken renew(Connection pooled) throws SQLException {
    AccessToken token = tokens.token();
    Connection session = pooled.unwrap(IDatabricksConnection.class);
    if (!token.equals(tokenOf.get(session))) {
      session.setClientInfo(DriverProperties.ACCESS_TOKEN, token.value());
      tokenOf.put(session, token);
    }
    return token;
  }
}
