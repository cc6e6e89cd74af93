// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.jdbc;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.databricks.internal.sdk.core.http.Request;
import com.databricks.internal.sdk.core.http.Response;
import com.databricks.jdbc.api.impl.DatabricksConnectionContextFactory;
import com.databricks.jdbc.api.internal.IDatabricksConnectionContext;
import com.databricks.jdbc.common.DatabricksClientConfiguratorManager;
import com.databricks.jdbc.dbclient.impl.http.DatabricksHttpClientFactory;
import io.lakeroute.databricks.auth.PersonalTokenSource;
import io.lakeroute.databricks.error.UntrustedAddress;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.rest.Recorder;
import io.lakeroute.databricks.waiting.Alarms;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a session holds in the driver ends with it, also where it could not be opened. */
class DirectSessionTest {

  private static final int SESSIONS = 10;
  private static final Alarms ALARMS =
      (time, work) ->
          CompletableFuture.runAsync(work, delayedExecutor(time.toMillis(), MILLISECONDS));

  private final Recorder workspace =
      new Recorder()
          .answers("POST /api/2.0/sql/warehouses/w1/sessions", "{\"session_id\":\"s1\"}")
          .answers("POST /api/2.0/sql/sessions", "{\"session_id\":\"s1\"}");
  private final Set<?> before = held();

  @AfterEach
  void stop() {
    workspace.close();
  }

  @Test
  void the_body_of_a_redirect_is_closed() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream body =
        new ByteArrayInputStream(new byte[] {1}) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    Request request = new Request("GET", workspace.url());
    Response redirect =
        new Response(
            request,
            new URL(workspace.url()),
            302,
            "Found",
            Map.of("Location", List.of("https://elsewhere.example/x?sig=hush")),
            body);

    assertThatThrownBy(() -> DirectSession.direct(sent -> redirect).execute(request))
        .isInstanceOf(UntrustedAddress.class)
        .hasMessage(
            "answers with a redirect to https://elsewhere.example (HTTP 302), which is not followed");
    assertThat(closed).isTrue();
  }

  @Test
  void a_session_that_cannot_be_made_leaves_no_client_and_no_thread() throws Exception {
    IDatabricksConnectionContext real =
        DatabricksConnectionContextFactory.create(url(), properties());
    IDatabricksConnectionContext broken =
        (IDatabricksConnectionContext)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {IDatabricksConnectionContext.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getSessionConfigs")) {
                    throw new IllegalStateException("broken");
                  }
                  return method.invoke(real, arguments);
                });
    Set<Thread> threads = evictors();

    assertThatThrownBy(() -> DirectSession.made(broken, true, DirectSessionTest::watchdog))
        .isInstanceOf(SQLException.class)
        .hasMessage("The session cannot be opened: java.lang.IllegalStateException: broken");

    assertThat(added()).isEmpty();
    assertThat(DatabricksClientConfiguratorManager.getInstance().getConfiguratorOnlyIfExists(real))
        .isNull();
    await().untilAsserted(() -> assertThat(threads).containsAll(evictors()));
  }

  @Test
  void a_session_that_cannot_be_opened_leaves_nothing() {
    workspace.redirects(
        "POST /api/2.0/sql/warehouses/w1/sessions", 302, "https://elsewhere.example");
    workspace.redirects("POST /api/2.0/sql/sessions", 302, "https://elsewhere.example");

    assertThatThrownBy(() -> open()).isInstanceOf(SQLException.class);

    nothingRemains();
  }

  @Tag("matrix")
  @Test
  void closed_sessions_leave_nothing() throws Exception {
    for (int i = 0; i < SESSIONS; i++) {
      open().close();
    }
    nothingRemains();
  }

  @Test
  void a_session_that_opens_while_its_pool_closes_is_closed() {
    ConnectionProfile profile =
        ConnectionProfile.of(
            "acme",
            HostAddress.parse(workspace.url()),
            new Compute.SqlWarehouse("w1"),
            new Credentials.PersonalAccessToken(Secret.of("hush")));
    SessionSource source =
        new SessionSource(
            profile,
            new PersonalTokenSource(Secret.of("hush")),
            QueryTags.of(profile, ""),
            ResultDelivery.LINKS,
            ALARMS);
    source.close();

    assertThatThrownBy(source::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessage("Connection 'acme' is shut down.");

    assertThat(workspace.received()).contains("DELETE /api/2.0/sql/sessions/s1");
    nothingRemains();
  }

  private Connection open() throws SQLException {
    return DirectSession.open(url(), properties(), true, DirectSessionTest::watchdog);
  }

  private static Watchdog watchdog(Duration time, Runnable abort) {
    return new Watchdog(time, ALARMS, abort);
  }

  private void nothingRemains() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(added()).isEmpty();
            });
  }

  private Set<?> added() {
    Set<Object> now = new HashSet<>(held());
    now.removeAll(before);
    return now;
  }

  private static Set<?> held() {
    return new HashSet<>(DirectSession.clients(DatabricksHttpClientFactory.getInstance()).keySet());
  }

  private static Set<Thread> evictors() {
    Set<Thread> found = new HashSet<>(Thread.getAllStackTraces().keySet());
    found.removeIf(thread -> !thread.getName().contains("evictor"));
    return found;
  }

  private String url() {
    return "jdbc:databricks://" + workspace.url().substring("http://".length());
  }

  private static Properties properties() {
    Properties p = new Properties();
    p.setProperty("httpPath", "/sql/1.0/warehouses/w1");
    p.setProperty("ssl", "0");
    p.setProperty("AuthMech", "11");
    p.setProperty("Auth_Flow", "0");
    p.setProperty("Auth_AccessToken", "hush");
    p.setProperty("EnableTokenFederation", "0");
    p.setProperty("UseThriftClient", "0");
    p.setProperty("EnableTelemetry", "0");
    return p;
  }
}
