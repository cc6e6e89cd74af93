// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.http.HttpClient;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.Credentials;
import io.lakeroute.databricks.profile.HostAddress;
import io.lakeroute.databricks.profile.Secret;
import io.lakeroute.databricks.profile.SecretLife;
import io.lakeroute.databricks.rest.Recorder;
import io.lakeroute.databricks.rest.WorkspaceHttp;
import io.lakeroute.databricks.waiting.Alarms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSourcesTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final String REFUSED = "{\"error\":\"invalid_client\"}";

  @TempDir private Path folder;
  private final StandInIssuer issuer = new StandInIssuer();

  TokenSourcesTest() throws IOException {}

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void a_service_principal_sends_its_secret_to_the_workspace_itself() {
    issuer.issues("t1");

    assertThat(token(principal(Secret.of("s:1"))).value()).isEqualTo("t1");
    assertThat(issuer.sent())
        .containsExactly(
            new StandInIssuer.Sent(
                "/oidc/v1/token",
                "Basic " + base64("sp:s:1"),
                Map.of("grant_type", "client_credentials", "scope", "all-apis")));
  }

  @Test
  void a_secret_that_was_replaced_in_its_vault_is_looked_up_once() {
    issuer.answers(401, REFUSED);
    issuer.issues("t1");
    Deque<String> vault = new ArrayDeque<>(List.of("new"));

    assertThat(token(principal(Secret.property("old", vault::remove))).value()).isEqualTo("t1");
    assertThat(issuer.sent())
        .extracting(StandInIssuer.Sent::authorization)
        .containsExactly("Basic " + base64("sp:old"), "Basic " + base64("sp:new"));
  }

  @Test
  void a_secret_that_is_refused_and_still_the_same_is_not_sent_again() {
    issuer.answers(401, REFUSED);

    fails(
        principal(Secret.property("hush", () -> "hush")),
        Reason.UNAUTHENTICATED,
        "Cannot get a token for connection 'acme': the client id or its secret is refused (HTTP 401, invalid_client)."
            + " Check clientId and the client secret, and that the secret has not expired or been deleted.");
    assertThat(issuer.sent()).hasSize(1);
  }

  @Test
  void a_secret_does_not_go_where_a_discovery_document_points_to() {
    try (Recorder workspace = new Recorder();
        Recorder elsewhere = new Recorder()) {
      workspace.answers(
          "GET /oidc/.well-known/oauth-authorization-server",
          "{\"token_endpoint\":\"" + elsewhere.url() + "/oidc/v1/token\"}");

      assertThatThrownBy(() -> source(principal(Secret.of("hush")), workspace.url()).token())
          .isInstanceOfSatisfying(
              DatabricksException.class,
              e -> assertThat(e.getReason()).isEqualTo(Reason.CONFIGURATION))
          .hasMessage(
              "Connection 'acme': "
                  + workspace.url()
                  + " names a token endpoint at "
                  + elsewhere.url()
                  + ", which is neither the workspace nor an account console of Databricks. Check the host;"
                  + " nothing secret was sent.");
      assertThat(elsewhere.received()).isEmpty();
    }
  }

  @Tag("matrix")
  @Test
  void a_busy_endpoint_is_asked_again_when_it_says_so() {
    issuer.refusesForNow(429, "1");
    issuer.refusesForNow(503, "");
    issuer.issues("t1");

    assertThat(token(principal(Secret.of("s"))).value()).isEqualTo("t1");
  }

  @Test
  void an_endpoint_that_wants_to_be_left_alone_for_long_is() {
    issuer.refusesForNow(503, "600");

    assertThatThrownBy(() -> token(principal(Secret.of("s"))))
        .isInstanceOfSatisfying(
            DatabricksException.class,
            e -> {
              assertThat(e.getReason()).isEqualTo(Reason.UNAVAILABLE);
              assertThat(e.getRetryAfterSeconds()).isEqualTo(600);
            });
    assertThat(issuer.sent()).hasSize(1);
  }

  @Test
  void an_application_of_entra_sends_its_secret_to_its_tenant() {
    issuer.issues("t1");

    assertThat(token(entra()).value()).isEqualTo("t1");
    assertThat(issuer.sent())
        .containsExactly(
            new StandInIssuer.Sent(
                "/contoso/oauth2/v2.0/token",
                "",
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    "app",
                    "client_secret",
                    "hush",
                    "scope",
                    "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AADSTS7000215 | (AADSTS7000215): the client secret is wrong. Give its value, not its id.",
        "AADSTS7000222 | (AADSTS7000222): the client secret has expired. Create a new one for the application.",
        "AADSTS700016 | (AADSTS700016): the tenant has no such application. Check clientId and tenantId.",
        "AADSTS1 | (AADSTS1): it refuses the application. Check tenantId, clientId and the client secret.",
        "nothing | (HTTP 401, invalid_client): it refuses the application. Check tenantId, clientId and the client secret.",
      })
  void a_refusal_by_entra_is_told_by_its_code(String code, String says) {
    issuer.answers(
        401,
        "{\"error\":\"invalid_client\",\"error_description\":\"" + code + ": hush was sent\"}");

    fails(
        entra(),
        Reason.UNAUTHENTICATED,
        "Cannot get a token for connection 'acme' from Microsoft Entra ID " + says);
  }

  @Test
  void a_workload_exchanges_the_token_that_its_file_holds_now() throws IOException {
    Path file = jwt("k8s", NOW.plusSeconds(60));
    RefreshingTokenSource tokens =
        (RefreshingTokenSource) source(new Credentials.Federation(Optional.of("sp"), file));
    issuer.issues("t1");
    issuer.issues("t2");

    AccessToken first = tokens.token();
    tokens.invalidate(first);
    String earlier = Files.readString(file);
    jwt("k8s-2", NOW.plusSeconds(600));
    AccessToken second = tokens.token();

    assertThat(List.of(first.value(), second.value())).containsExactly("t1", "t2");
    assertThat(issuer.sent().get(0).form())
        .isEqualTo(
            Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                earlier,
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:jwt",
                "scope",
                "all-apis",
                "client_id",
                "sp"));
    assertThat(issuer.sent().get(1).form()).containsEntry("subject_token", Files.readString(file));
  }

  @Test
  void a_workload_that_no_policy_fits_is_told_what_the_policy_must_say() throws IOException {
    Path file = jwt("https://k8s.example", NOW.plusSeconds(60));
    issuer.answers(401, "{\"error\":\"invalid_request\",\"error_description\":\"hush\"}");

    fails(
        new Credentials.Federation(Optional.empty(), file),
        Reason.UNAUTHENTICATED,
        "Cannot get a token for connection 'acme' by federation: the workspace accepts no token of issuer"
            + " 'https://k8s.example', subject 'system:serviceaccount:ns:app', audience 'databricks' (HTTP 401,"
            + " invalid_request). Give the service principal a federation policy with these values, or set clientId.");
  }

  @Test
  void an_expired_workload_token_is_not_sent() throws IOException {
    Path file = jwt("https://k8s.example", NOW.minusSeconds(60));

    fails(
        new Credentials.Federation(Optional.empty(), file),
        Reason.UNAUTHENTICATED,
        "Cannot get a token for connection 'acme' by federation: the JSON Web Token in "
            + file
            + " expired at 2026-11-21T11:59:00Z. Whoever writes the file has to replace it in time, as Kubernetes"
            + " does with a projected service account token.");
    assertThat(issuer.sent()).isEmpty();
  }

  @Test
  void a_file_without_a_token_is_named() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "hush");

    fails(
        new Credentials.Federation(Optional.empty(), file),
        Reason.CONFIGURATION,
        "The file "
            + file
            + " holds no JSON Web Token. Check tokenFile; federation needs a token of another issuer, such as a"
            + " projected Kubernetes service account token.");
  }

  @Test
  void a_personal_token_is_looked_up_again_when_it_was_refused() {
    Deque<String> vault = new ArrayDeque<>(List.of("p1", "p2"));
    TokenSource tokens =
        source(new Credentials.PersonalAccessToken(Secret.property("p0", vault::remove)));

    AccessToken first = tokens.token();
    assertThat(tokens.token()).isSameAs(first);
    tokens.invalidate(first);

    assertThat(tokens.token().value()).isEqualTo("p2");
  }

  private void fails(Credentials credentials, Reason reason, String message) {
    assertThatThrownBy(() -> token(credentials))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(message)
        .satisfies(
            e -> assertThat(((DatabricksException) e).getReason()).isEqualTo(reason),
            e ->
                assertThat(org.assertj.core.util.Throwables.getStackTrace(e))
                    .doesNotContain("hush"));
  }

  private AccessToken token(Credentials credentials) {
    return source(credentials).token();
  }

  private TokenSource source(Credentials credentials) {
    return source(credentials, issuer.url());
  }

  private static final Alarms NO_ALARMS = (time, work) -> new CompletableFuture<>();

  private static TokenSource source(Credentials credentials, String host) {
    ConnectionProfile profile =
        ConnectionProfile.of(
            "acme", HostAddress.parse(host), new Compute.SqlWarehouse("w"), credentials);
    HttpClient http = new WorkspaceHttp(profile, NO_ALARMS).client();
    return TokenSources.of(
        profile, http, Optional.empty(), InstantSource.fixed(NOW), Runnable::run);
  }

  private static Credentials principal(Secret secret) {
    return new Credentials.ServicePrincipal("sp", secret);
  }

  private Credentials entra() {
    return new Credentials.Entra(
        "contoso",
        "app",
        Secret.of("hush"),
        Optional.of(HostAddress.parse(issuer.url())),
        SecretLife.UNKNOWN);
  }

  private Path jwt(String iss, Instant expires) throws IOException {
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"system:serviceaccount:ns:app\",\"aud\":[\"databricks\"],\"exp\":%d}"
            .formatted(iss, expires.getEpochSecond());
    return Files.writeString(
        folder.resolve("jwt"), base64("{}") + "." + base64(claims) + "." + base64("hush"));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
