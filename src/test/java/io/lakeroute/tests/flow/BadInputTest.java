// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong is said in one line with what to do, through endpoints and Kamelets alike. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String QUERY = "databricks:query?sql=SELECT 1";
  private static final String QUERY_KAMELET = "kamelet:databricks-query-action?sql=SELECT 1";

  private final LocalWorkspace workspace;
  private final HttpServer noWorkspace;
  private Identities.Identity stranger;

  BadInputTest(LocalWorkspace workspace) throws IOException {
    this.workspace = workspace;
    this.noWorkspace =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeAll
  void prepare() {
    workspace.statements().run("CREATE TABLE %s (id INT)".formatted(workspace.name("closed")));
    stranger = Identities.of(workspace).warehouseUser("Without a grant");
    noWorkspace.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] page = "<html>It works!</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
          }
        });
    noWorkspace.start();
  }

  @AfterAll
  void stop() {
    noWorkspace.stop(0);
  }

  Stream<Arguments> options() {
    return Stream.of(
        row(
            "databricks:query?sql=SELECT 1&maxRow=5",
            "Failed to resolve endpoint: databricks:query?sql=SELECT 1&maxRow=5 due to: There are 1 parameters that"
                + " couldn't be set on the endpoint. Check the uri if the parameters are spelt correctly and that they"
                + " are properties of the endpoint. Unknown parameters=[{maxRow=5}]"),
        row(
            "kamelet:databricks-query-action?sql=SELECT 1&maxRow=5",
            "The Kamelet databricks-query-action has no property 'maxRow'. It has: connection, flow, maxRows,"
                + " onlyCatalogs, outputType, queueTimeout, readOnly, sql, statementTimeout, tenants,"
                + " warehouseStartTimeout."),
        row(
            "kamelet:databricks-query-action?sql=SELECT 1&onlycatalogs=safe",
            "The Kamelet databricks-query-action has no property 'onlycatalogs'. Did you mean onlyCatalogs? It has:"
                + " connection, flow, maxRows, onlyCatalogs, outputType, queueTimeout, readOnly, sql, statementTimeout,"
                + " tenants, warehouseStartTimeout."),
        row(
            "kamelet:databricks-query-action?sql=SELECT 1&onlyCatalogs=",
            "The option onlyCatalogs is empty, which would fence nothing. Name catalogs, or leave it out; a placeholder that"
                + " may have no value is {{?name}}."),
        row(
            "databricks:query?sql=SELECT 1&onlyCatalogs=",
            "The option onlyCatalogs is empty, which would fence nothing. Name catalogs, or leave it out; a placeholder that"
                + " may have no value is {{?name}}."),
        row(
            "databricks:query",
            "databricks:query needs the option sql, or statementFrom=property."),
        row(
            "kamelet:databricks-query-action",
            "Route template databricks-query-action the following mandatory parameters must be provided: sql"),
        row(
            "databricks:query?sql=SELECT 1&maxRows=many",
            "The option maxRows is 'many'; allowed is a whole number."),
        row(
            "kamelet:databricks-query-action?sql=SELECT 1&maxRows=many",
            "The option maxRows is 'many'; allowed is a whole number."),
        row(
            "databricks:write:crm.leads",
            "'crm.leads' has 2 parts. Write all three, catalog.schema.table: a shorter name would mean another table under"
                + " another connection."),
        row(
            "kamelet:databricks-write-sink?table=crm.leads",
            "'crm.leads' has 2 parts. Write all three, catalog.schema.table: a shorter name would mean another table under"
                + " another connection."),
        row(
            "databricks:catalog:crm.leads?action=sample",
            "databricks:catalog with action=sample needs the name of a table or view, as in main.crm.leads;"
                + " 'crm.leads' has 2 parts."),
        row(
            "kamelet:databricks-sample-action?object=crm.leads",
            "databricks:catalog with action=sample needs the name of a table or view, as in main.crm.leads;"
                + " 'crm.leads' has 2 parts."),
        row(QUERY + "&connection=acmee", "There is no connection 'acmee'. Declared are: default."),
        row(
            QUERY_KAMELET + "&connection=acmee",
            "There is no connection 'acmee'. Declared are: default."),
        row(QUERY + "&tenants=globex", "There is no connection 'globex'. Declared are: default."),
        row(
            QUERY_KAMELET + "&tenants=globex",
            "There is no connection 'globex'. Declared are: default."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("options")
  void an_option_that_cannot_work_is_refused_at_start(String uri, String message) {
    assertThat(line(catchThrowable(() -> start(Map.of("writeBack", "true"), uri).close())))
        .isEqualTo(message);
  }

  Stream<Arguments> keys() {
    String wrong = "Connection 'default' is not complete or not right: ";
    return Stream.of(
            row(
                Map.of("host", "http://workspace.example"),
                wrong
                    + "host is plain http, which would show the token to the network; use https, or set"
                    + " allowPlainHttp=true."),
            row(Map.of("hots", "x"), wrong + "unknown key 'hots'."),
            row(Map.of("host", ""), wrong + "host is missing."),
            row(
                Map.of("maxConcurrent", "many"),
                wrong + "maxConcurrent 'many' is not a whole number from 1 to 1000."))
        .flatMap(BadInputTest::throughBoth);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("keys")
  void a_connection_that_cannot_work_is_refused_at_start(
      String uri, Map<String, String> keys, String message) {
    assertThat(line(catchThrowable(() -> start(keys, uri).close()))).isEqualTo(message);
  }

  Stream<Arguments> connections() {
    String noToken = "Cannot get a token for connection 'default'";
    String other = "http://127.0.0.1:" + noWorkspace.getAddress().getPort();
    String host = workspace.access().host().toString();
    return Stream.of(
            row(
                Map.of("host", "https://no-such-host.invalid"),
                Reason.UNAVAILABLE,
                noToken
                    + " from https://no-such-host.invalid: the host name cannot be resolved. Check host and the network."),
            row(
                Map.of("host", "http://127.0.0.1:9"),
                Reason.UNAVAILABLE,
                noToken
                    + " from http://127.0.0.1:9: the connection is refused. Check host, port and proxy."),
            row(
                Map.of("host", other),
                Reason.CONFIGURATION,
                "Connection 'default': "
                    + other
                    + " answers, but not as a Databricks workspace does. Check the host; nothing secret was sent."),
            row(
                Map.of("clientSecret", "wr0ng-s3cret"),
                Reason.UNAUTHENTICATED,
                noToken
                    + ": the client id or its secret is refused (HTTP 401, invalid_client). Check clientId and the client"
                    + " secret, and that the secret has not expired or been deleted."),
            row(
                Map.of("warehouseId", "0000000000000000", "httpPath", "", "host", host),
                Reason.FORBIDDEN,
                "Cannot ask for the state of warehouse 0000000000000000 on connection 'default': the principal lacks CAN"
                    + " USE on Warehouse 0000000000000000. Give the principal CAN USE in the warehouse's permissions"
                    + " (HTTP 403)."))
        .flatMap(BadInputTest::throughBoth);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("connections")
  void a_connection_that_does_not_get_through_fails_the_message(
      String uri, Map<String, String> keys, Reason reason, String message) {
    try (var routes = start(keys, uri)) {
      assertFails(routes, Map.of(), reason, message);
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void an_unknown_tenant_fails_the_message(String uri) {
    try (var routes = start(Map.of(), uri + "&tenants=acme=default")) {
      assertFails(
          routes,
          Map.of("CamelDatabricksTenant", "globex"),
          Reason.INVALID,
          "The header CamelDatabricksTenant names no tenant of this endpoint. Allowed are those of the option tenants.");
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void a_missing_grant_fails_the_message(String uri) {
    String table = workspace.name("closed");
    Map<String, String> keys =
        Map.of(
            "clientId", stranger.access().clientId(),
            "clientSecret", stranger.access().clientSecret());
    try (var routes = start(keys, uri.replace("SELECT 1", "SELECT id FROM " + table))) {
      assertFails(
          routes,
          Map.of(),
          Reason.FORBIDDEN,
          "Cannot run the statement on connection 'default': the principal lacks USE CATALOG on Catalog main. Ask its"
              + " owner to run GRANT USE CATALOG ON CATALOG main TO the principal (INSUFFICIENT_PERMISSIONS, SQLSTATE"
              + " 42501, statement <id>).");
    }
  }

  static Stream<String> both() {
    return Stream.of(QUERY, QUERY_KAMELET);
  }

  private static Stream<Arguments> throughBoth(Arguments row) {
    return both()
        .map(uri -> Arguments.of(Stream.concat(Stream.of(uri), Stream.of(row.get())).toArray()));
  }

  private static Arguments row(Object... cells) {
    return Arguments.of(cells);
  }

  private UserRoutes start(Map<String, String> keys, String uri) {
    Map<String, String> more = new HashMap<>();
    keys.forEach((key, value) -> more.put("databricks.connections.default." + key, value));
    return UserRoutes.start(
        workspace.access(),
        more,
        """
        - from:
            uri: direct:mine
            steps:
              - to: "%s"
        """
            .formatted(uri));
  }

  private static void assertFails(
      UserRoutes routes, Map<String, Object> headers, Reason reason, String message) {
    Throwable failure = routes.send("direct:mine", null, headers).getException();
    assertThat(failure)
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason));
    assertThat(line(failure)).isEqualTo(message);
  }

  /** The innermost text that is about the input; ids of statements differ from run to run. */
  private static String line(Throwable failure) {
    assertThat(failure).isNotNull();
    String found = "";
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (List.of(
              DatabricksException.class,
              ResolveEndpointFailedException.class,
              FailedToCreateKameletException.class,
              IllegalArgumentException.class)
          .contains(t.getClass())) {
        found = t.getMessage();
      }
    }
    return found.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "<id>");
  }
}
