// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.databricks.sdk.core.http.Request;
import io.lakeroute.databricks.auth.TokenSource;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.ErrorClassifier;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.jdbc.ResultDelivery;
import io.lakeroute.databricks.jdbc.SessionPool;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.SecretLife;
import io.lakeroute.databricks.rest.LinkHttp;
import io.lakeroute.databricks.rest.Recorder;
import io.lakeroute.databricks.waiting.StatementGate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No client of a connection goes where a redirect points: every request carries a credential. */
class NoRedirectTest {

  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);
  private static final String DISCOVERY = "GET /oidc/.well-known/oauth-authorization-server";
  private static final String STATEMENTS = "/api/2.0/sql/statements";

  @TempDir private Path folder;
  private final Recorder workspace = new Recorder();
  private final Recorder elsewhere = new Recorder();
  private final Workers workers = new Workers(new DefaultCamelContext());

  @AfterEach
  void stop() {
    workers.close();
    workspace.close();
    elsewhere.close();
  }

  /** A client of a connection, the request that it sends, and how to have it send one. */
  private enum Client {
    DISCOVERS(DISCOVERY) {
      @Override
      void call(NoRedirectTest test) {
        test.connection(principal()).tokens().token();
      }
    },
    ASKS_FOR_A_TOKEN("POST /oidc/v1/token") {
      @Override
      void call(NoRedirectTest test) {
        test.connection(principal()).tokens().token();
      }
    },
    ASKS_ENTRA("POST /contoso/oauth2/v2.0/token") {
      @Override
      void call(NoRedirectTest test) {
        test.connection(test.entra()).tokens().token();
      }
    },
    EXCHANGES_A_TOKEN("POST /oidc/v1/token") {
      @Override
      void call(NoRedirectTest test) throws IOException {
        test.connection(test.workload()).tokens().token();
      }
    },
    READS_BY_REST("GET /api/2.0/sql/warehouses/w1") {
      @Override
      void call(NoRedirectTest test) {
        test.connection(personal()).compute().state();
      }
    },
    CHANGES_BY_REST("POST /api/2.0/sql/warehouses/w1/start") {
      @Override
      void call(NoRedirectTest test) {
        test.connection(personal()).compute().start();
      }
    },
    POSTS_A_STATEMENT("POST " + STATEMENTS) {
      @Override
      void call(NoRedirectTest test) throws IOException {
        String url = test.workspace.url() + STATEMENTS;
        test.connection(personal())
            .http()
            .client()
            .execute(new Request("POST", url, "{}").withHeader("Authorization", "Bearer hush"));
      }
    },
    FETCHES_A_LINK("GET /chunk") {
      @Override
      void call(NoRedirectTest test) throws IOException {
        String link = test.workspace.url() + "/chunk?sig=hush";
        LinkHttp links = new LinkHttp(test.profile(personal()), test.workers::after);
        try (var download = links.download(link, Map.of())) {
          download.read(Duration.ofSeconds(10), InputStream::readAllBytes);
        }
      }
    },
    OPENS_A_SESSION("POST /api/2.0/sql/warehouses/w1/sessions") {
      @Override
      void call(NoRedirectTest test) throws Exception {
        test.query(ResultDelivery.LINKS);
      }
    },
    POLLS_IN_A_SESSION("GET " + STATEMENTS + "/01f0-1") {
      @Override
      void call(NoRedirectTest test) throws Exception {
        test.query(ResultDelivery.LINKS);
      }
    },
    OPENS_A_THRIFT_SESSION("POST /sql/1.0/warehouses/w1") {
      @Override
      void call(NoRedirectTest test) throws Exception {
        test.query(ResultDelivery.REPLIES);
      }
    };

    private final String request;

    Client(String request) {
      this.request = request;
    }

    abstract void call(NoRedirectTest test) throws Exception;
  }

  /** Each client once, and each status. */
  static Stream<Arguments> someOfEach() {
    return Stream.of(Client.values())
        .map(
            client ->
                Arguments.of(client, REDIRECTS.get((client.ordinal() + 1) % REDIRECTS.size())));
  }

  static Stream<Arguments> clients() {
    return Stream.of(Client.values())
        .flatMap(client -> REDIRECTS.stream().map(status -> Arguments.of(client, status)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("someOfEach")
  void no_client_follows_a_redirect(Client client, int status) {
    stays(client, status);
  }

  @Tag("matrix")
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("clients")
  void no_client_follows_any_redirect(Client client, int status) {
    stays(client, status);
  }

  private void stays(Client client, int status) {
    workspace
        .answers(DISCOVERY, "{\"token_endpoint\":\"" + workspace.url() + "/oidc/v1/token\"}")
        .answers("POST /api/2.0/sql/warehouses/w1/sessions", "{\"session_id\":\"s1\"}")
        .answers(
            "POST " + STATEMENTS + "/",
            "{\"statement_id\":\"01f0-1\",\"status\":{\"state\":\"RUNNING\"}}")
        .redirects(client.request, status, elsewhere.url() + "/elsewhere?x=hush");

    Throwable failure = catchThrowable(() -> client.call(this));

    assertThat(workspace.received()).contains(client.request);
    assertThat(elsewhere.received()).isEmpty();
    assertThat(ErrorClassifier.reason(failure)).isEqualTo(Reason.CONFIGURATION);
    assertThat(failure).message().doesNotContain("hush");
    if (failure instanceof DatabricksException) {
      assertThat(failure)
          .message()
          .endsWith(
              ": the host answers with a redirect to "
                  + elsewhere.url()
                  + " (HTTP "
                  + status
                  + "), which is not followed. Check host and proxy, and loginUrl with auth=entra.");
    }
  }

  /** The driver sends it before its client can be wrapped. */
  @Test
  void the_one_request_that_the_driver_lets_redirect_carries_no_credential() {
    workspace
        .redirects("GET /.well-known/databricks-config", 302, elsewhere.url() + "/config")
        .redirects(DISCOVERY, 302, elsewhere.url() + "/discovery")
        .redirects(Client.OPENS_A_SESSION.request, 302, elsewhere.url() + "/session");

    assertThatThrownBy(() -> query(ResultDelivery.LINKS)).isInstanceOf(DatabricksException.class);

    assertThat(elsewhere.received()).containsOnly("GET /config");
    assertThat(elsewhere.credentials()).isEmpty();
  }

  private void query(ResultDelivery delivery) throws Exception {
    ConnectionProfile profile = profile(personal());
    TokenSource tokens = connection(personal()).tokens();
    try (SessionPool pool =
            new SessionPool(
                profile,
                "flow",
                QueryTags.of(profile, ""),
                delivery,
                tokens,
                workers::timer,
                workers::repeat,
                workers::after,
                workers.background());
        var session = pool.borrow(Duration.ofSeconds(10));
        Connection connection = session.connection();
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT 1").next();
    }
  }

  private WorkspaceConnection connection(Credentials credentials) {
    return new WorkspaceConnection(profile(credentials), new StatementGate("w1", 1), workers);
  }

  private ConnectionProfile profile(Credentials credentials) {
    return ConnectionProfile.of(
        "acme", HostAddress.parse(workspace.url()), new Compute.SqlWarehouse("w1"), credentials);
  }

  private static Credentials principal() {
    return new Credentials.ServicePrincipal("sp", Secret.of("hush"));
  }

  private static Credentials personal() {
    return new Credentials.PersonalAccessToken(Secret.of("hush"));
  }

  private Credentials entra() {
    return new Credentials.Entra(
        "contoso",
        "app",
        Secret.of("hush"),
        Optional.of(HostAddress.parse(workspace.url())),
        SecretLife.UNKNOWN);
  }

  private Credentials workload() throws IOException {
    String claims =
        Base64.getUrlEncoder()
            .encodeToString("{\"iss\":\"i\",\"sub\":\"s\"}".getBytes(StandardCharsets.UTF_8));
    return new Credentials.Federation(
        Optional.of("sp"), Files.writeString(folder.resolve("jwt"), "e30." + claims + ".hush"));
  }
}
