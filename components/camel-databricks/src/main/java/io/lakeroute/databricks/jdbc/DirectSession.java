// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import com.databricks.internal.sdk.core.DatabricksConfig;
import com.databricks.internal.sdk.core.http.HttpClient;
import com.databricks.internal.sdk.core.http.Response;
import com.databricks.jdbc.api.impl.DatabricksConnection;
import com.databricks.jdbc.api.impl.DatabricksConnectionContextFactory;
import com.databricks.jdbc.api.internal.IDatabricksConnectionContext;
import com.databricks.jdbc.common.DatabricksClientConfiguratorManager;
import com.databricks.jdbc.common.HttpClientType;
import com.databricks.jdbc.common.safe.DatabricksDriverFeatureFlagsContextFactory;
import com.databricks.jdbc.common.util.DatabricksThreadContextHolder;
import com.databricks.jdbc.common.util.DriverUtil;
import com.databricks.jdbc.common.util.UserAgentManager;
import com.databricks.jdbc.dbclient.IDatabricksHttpClient;
import com.databricks.jdbc.dbclient.impl.common.ClientConfigurator;
import com.databricks.jdbc.dbclient.impl.http.DatabricksHttpClient;
import com.databricks.jdbc.dbclient.impl.http.DatabricksHttpClientFactory;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.error.UntrustedAddress;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the driver that follows no redirect and fetches no link without TLS. As safe for
 * threads as the driver's own.
 *
 * <p>The driver's HTTP clients take the token wherever a redirect points, and no property of the
 * driver says otherwise. It opens sessions with clients that are made inside {@code
 * Driver.connect}, so the steps of that method are taken here, with clients that are wrapped before
 * the first request with a token.
 */
final class DirectSession extends DatabricksConnection {

  private static final Logger LOG = LoggerFactory.getLogger(DirectSession.class);

  /**
   * The driver keeps what refuses late callers of a closed session for good; here it ends with the
   * last of them.
   */
  private static final Cleaner UNREACHABLE = Cleaner.create();

  private static final Duration LONGEST_OPENING = Duration.ofSeconds(30);

  /** Longer than any call that its caller left can take before it is aborted. */
  private static final Duration LONGEST_CALL = Session.LONGEST_AFTERMATH.plusSeconds(1);

  /** For the word that nobody needs the session any more. */
  private static final Duration LONGEST_CLOSING = Duration.ofSeconds(5);

  private final IDatabricksConnectionContext context;
  private final DirectHttp http;
  private final Watchdogs watchdogs;
  private volatile CompletableFuture<?> underway = CompletableFuture.completedFuture(true);

  private DirectSession(IDatabricksConnectionContext context, DirectHttp http, Watchdogs watchdogs)
      throws SQLException {
    super(context);
    this.context = context;
    this.http = http;
    this.watchdogs = watchdogs;
  }

  /** Makes what ends a call that takes too long, given what aborts it. */
  @FunctionalInterface
  interface Watchdogs {
    Watchdog watchdog(Duration time, Runnable abort);
  }

  /**
   * Fails now, on the caller's thread, where sessions could not be made: the pool would only say
   * that it timed out.
   *
   * @throws DatabricksException CONFIGURATION when the driver is another than it was made for
   */
  static void requireKnownDriver() {
    clients(DatabricksHttpClientFactory.getInstance());
  }

  /**
   * An open session.
   *
   * @param plainLinks whether results may be fetched from links without TLS
   */
  static Connection open(String url, Properties properties, boolean plainLinks, Watchdogs watchdogs)
      throws SQLException {
    IDatabricksConnectionContext context =
        DatabricksConnectionContextFactory.create(url, properties);
    DriverUtil.setUpLogging(context);
    UserAgentManager.setUserAgent(context);
    DirectSession session = made(context, plainLinks, watchdogs);
    try (Watchdog watchdog = watchdogs.watchdog(LONGEST_OPENING, session::abort)) {
      watchdog.watch(
          () -> {
            session.open();
            return session;
          });
      return session;
    } catch (SQLException | RuntimeException e) {
      SQLException failure = failure(e);
      try {
        session.close();
      } catch (SQLException | RuntimeException closing) {
        failure.addSuppressed(closing);
      }
      throw failure;
    }
  }

  /** A session that is not open yet. */
  static DirectSession made(
      IDatabricksConnectionContext context, boolean plainLinks, Watchdogs watchdogs)
      throws SQLException {
    try {
      wrapSdk(context);
      return new DirectSession(context, wrapHttp(context, plainLinks), watchdogs);
    } catch (SQLException | RuntimeException e) {
      forget(context.getConnectionUuid());
      DatabricksClientConfiguratorManager.getInstance().removeInstance(context);
      DatabricksDriverFeatureFlagsContextFactory.removeInstance(context);
      DatabricksThreadContextHolder.clearAllContext();
      throw failure(e);
    }
  }

  private static SQLException failure(Exception cause) {
    return new SQLException("The session cannot be opened: " + cause, cause);
  }

  /** For the Statement Execution API. */
  private static void wrapSdk(IDatabricksConnectionContext context) {
    DatabricksConfig config =
        DatabricksClientConfiguratorManager.getInstance()
            .getConfigurator(context)
            .getDatabricksConfig();
    config.setHttpClient(direct(config.getHttpClient()));
  }

  static HttpClient direct(HttpClient original) {
    return request -> {
      request.setRedirectionBehavior(false);
      Response response = original.execute(request);
      if (response.getStatusCode() / 100 == 3) {
        if (response.getBody() != null) {
          response.getBody().close();
        }
        throw UntrustedAddress.redirect(
            response.getStatusCode(), response.getFirstHeader("Location"));
      }
      return response;
    };
  }

  /** For Thrift, and for results in object storage. */
  private static DirectHttp wrapHttp(IDatabricksConnectionContext context, boolean plainLinks) {
    DatabricksHttpClientFactory factory = DatabricksHttpClientFactory.getInstance();
    String session = context.getConnectionUuid();
    DirectHttp direct =
        new DirectHttp((DatabricksHttpClient) factory.getClient(context), plainLinks);
    clients(factory).put(new SimpleEntry<>(session, HttpClientType.COMMON), direct);
    UNREACHABLE.register(context, () -> forget(session));
    return direct;
  }

  private static void forget(String session) {
    var clients = clients(DatabricksHttpClientFactory.getInstance());
    for (HttpClientType type : HttpClientType.values()) {
      if (clients.remove(new SimpleEntry<>(session, type)) instanceof Closeable client) {
        try {
          client.close();
        } catch (IOException e) {
          LOG.debug("Closing a client of a session failed with {}", e.getClass().getName());
        }
      }
    }
  }

  @SuppressWarnings("unchecked")
  static Map<SimpleEntry<String, HttpClientType>, IDatabricksHttpClient> clients(
      DatabricksHttpClientFactory factory) {
    try {
      Field clients = DatabricksHttpClientFactory.class.getDeclaredField("instances");
      clients.setAccessible(true);
      return (Map<SimpleEntry<String, HttpClientType>, IDatabricksHttpClient>) clients.get(factory);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "Cannot keep databricks-jdbc from following redirects with the token: this version of it"
              + " is built another way. Use the version that this component depends on.");
    }
  }

  /** A call that goes on when its caller has left; the session is not closed before it ends. */
  void underway(CompletableFuture<?> call) {
    underway = call;
  }

  private void awaitCall() {
    try {
      underway.get(LONGEST_CALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("A call that its caller left ended with {}", e.getClass().getName());
    }
  }

  /**
   * Makes the calls under way and all later ones fail at once, also that which says goodbye. Safe
   * from any thread.
   */
  void abort() {
    ClientConfigurator sdk =
        DatabricksClientConfiguratorManager.getInstance().getConfiguratorOnlyIfExists(context);
    if (sdk != null) {
      sdk.close();
    }
    try {
      http.close();
    } catch (IOException e) {
      LOG.debug("Closing the client of a session failed with {}", e.getClass().getName());
    }
  }

  @Override
  public void close() throws SQLException {
    awaitCall();
    try (Watchdog watchdog = watchdogs.watchdog(LONGEST_CLOSING, this::abort)) {
      super.close();
    } finally {
      try {
        http.close();
      } catch (IOException e) {
        throw new SQLException("The session's connections cannot be closed", e);
      }
    }
  }
}
