// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.iam.CreateServicePrincipalRequest;
import com.sun.net.httpserver.HttpServer;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.IdentityProvider;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.PropertiesFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Each way to be somebody, from the connection's keys to a statement's answer. */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
class AuthenticationTest {
  private static final String TOKEN = "/oidc/v1/token";
  private static final String SUBJECT = "system:serviceaccount:crm:sync";
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final Identities identities;
  private final IdentityProvider platform =
      new IdentityProvider("https://platform.example/" + UUID.randomUUID());

  AuthenticationTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  @Test
  void a_workload_of_another_platform_queries_without_any_secret() throws IOException {
    Identity workload = identities.warehouseUser("Workload");
    identities.trust(workload, platform, "databricks", SUBJECT);
    Map<String, String> keys = federation(workload, platform.token(HOUR, claims()));
    workspace.knobs().clearCalls();

    try (var component = ComponentContext.start(keys)) {
      assertThat(whoAmI(component)).isEqualTo(workload.name());
      assertThat(whoAmI(component)).isEqualTo(workload.name());
      assertThat(workspace.knobs().count("POST", TOKEN)).as("exchanges").isEqualTo(1);

      jwt(platform.token(HOUR, claims()));
      workspace.knobs().revokeTokens();
      assertThat(whoAmI(component)).isEqualTo(workload.name());
      assertThat(workspace.knobs().count("POST", TOKEN)).as("exchanges").isEqualTo(2);
    }
  }

  @Test
  void a_workload_without_a_policy_is_told_what_the_policy_must_say() throws IOException {
    Identity workload = identities.warehouseUser("Without policy");
    String jwt = platform.token(HOUR, claims());

    String detail = failingToken(federation(workload, jwt));

    assertThat(detail)
        .startsWith("Cannot get a token for connection 'local' by federation")
        .contains(
            "issuer '" + platform.issuer() + "', subject '" + SUBJECT + "', audience 'databricks'")
        .contains("federation policy with these values")
        .doesNotContain(jwt);
  }

  @Test
  void an_expired_workload_token_is_told_by_its_file() throws IOException {
    Identity workload = identities.warehouseUser("Expired");
    String jwt = platform.token(HOUR.negated(), claims());

    assertThat(failingToken(federation(workload, jwt)))
        .contains("the JSON Web Token in " + folder.resolve("jwt") + " expired at ")
        .doesNotContain(jwt);
  }

  @Test
  void an_application_of_entra_queries_with_a_token_of_its_tenant() throws IOException {
    IdentityProvider tenant =
        new IdentityProvider("https://sts.windows.net/" + UUID.randomUUID() + "/");
    String application = UUID.randomUUID().toString();
    workspace.knobs().trustEntra(tenant);
    var created =
        identities
            .admin()
            .servicePrincipalsV2()
            .create(
                new CreateServicePrincipalRequest()
                    .setApplicationId(application)
                    .setDisplayName("Entra application"));
    identities.letUseWarehouse(
        new Identity(created.getId(), workspace.access().withCredentials(application, "")));
    String token =
        tenant.token(
            HOUR, Map.of("aud", "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d", "appid", application));
    HttpServer login = entra("{\"access_token\":\"" + token + "\",\"expires_in\":3599}");
    try (var component =
        ComponentContext.start(
            with(
                with(
                    with(
                        with(
                            with(servicePrincipal(workspace.access()), "auth", "entra"),
                            "clientId",
                            application),
                        "tenantId",
                        "contoso.example"),
                    "clientSecret",
                    "of Entra"),
                "loginUrl",
                "http://127.0.0.1:" + login.getAddress().getPort()))) {
      assertThat(whoAmI(component)).isEqualTo(application);
    } finally {
      login.stop(0);
    }
  }

  @Test
  void a_vault_that_has_a_new_secret_is_asked_when_the_old_one_is_refused() {
    Identity principal = identities.warehouseUser("In a vault");
    AtomicReference<String> vault = new AtomicReference<>(principal.access().clientSecret());
    Map<String, String> keys =
        with(servicePrincipal(principal.access()), "clientSecret", "{{vault:acme}}");

    try (var component =
        ComponentContext.start(
            keys,
            camel -> camel.getPropertiesComponent().addPropertiesFunction(new Vault(vault)))) {
      assertThat(whoAmI(component)).isEqualTo(principal.name());
      var secrets = principal.client().servicePrincipalSecretsProxy();
      String old = secrets.list(principal.id()).iterator().next().getId();
      vault.set(identities.secret(principal.id()));
      secrets.delete(principal.id(), old);
      workspace.knobs().revokeTokens(old);

      assertThat(whoAmI(component)).isEqualTo(principal.name());
    }
  }

  @Test
  void health_tells_how_long_the_secret_still_lives_and_not_what_it_is() throws IOException {
    Path secret = Files.writeString(folder.resolve("s"), workspace.access().clientSecret());
    Map<String, String> keys = new HashMap<>(servicePrincipal(workspace.access()));
    keys.remove("clientSecret");
    keys.put("clientSecretFile", secret.toString());
    keys.put("clientSecretLifetime", "20d");

    try (var component = ComponentContext.start(keys, ComponentContext::enableHealthChecks)) {
      whoAmI(component);
      var details =
          HealthCheckHelper.invokeReadiness(component.camel()).stream()
              .filter(result -> result.getDetails().containsKey("secret.expires"))
              .findFirst()
              .orElseThrow()
              .getDetails();

      assertThat(details).containsEntry("secret.daysLeft", 19L);
      assertThat(details)
          .containsEntry("secret.warning", "The secret expires in 19 days. Replace it.");
      assertThat(details.toString()).doesNotContain(workspace.access().clientSecret());
    }
  }

  /** Stands for any of Camel's vaults, which are such functions, too. */
  private record Vault(AtomicReference<String> held) implements PropertiesFunction {
    @Override
    public String getName() {
      return "vault";
    }

    @Override
    public String apply(String remainder) {
      return held.get();
    }
  }

  private Map<String, String> federation(Identity workload, String jwt) throws IOException {
    Map<String, String> keys = new HashMap<>(servicePrincipal(workload.access()));
    keys.remove("clientSecret");
    keys.put("auth", "federation");
    keys.put("tokenFile", jwt(jwt).toString());
    return keys;
  }

  private Path jwt(String value) throws IOException {
    return Files.writeString(folder.resolve("jwt"), value);
  }

  private static Map<String, String> claims() {
    return Map.of("aud", "databricks", "sub", SUBJECT);
  }

  private static HttpServer entra(String reply) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/contoso.example/oauth2/v2.0/token",
        exchange -> {
          try (exchange) {
            byte[] body = reply.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }

  private static String whoAmI(ComponentContext component) {
    List<?> rows = component.query(List.class, "", "SELECT current_user() AS me", Map.of());
    return String.valueOf(((Map<?, ?>) rows.get(0)).get("me"));
  }

  /** What verify says about the token it could not get. */
  private static String failingToken(Map<String, String> keys) {
    try (var component = ComponentContext.start(keys)) {
      var exchange = component.send("databricks:verify", e -> {});
      List<?> steps = (List<?>) exchange.getMessage().getBody(Map.class).get("steps");
      assertThat(steps).hasSize(1);
      Map<?, ?> step = (Map<?, ?>) steps.get(0);
      assertThat(step.get("step")).isEqualTo("token");
      assertThat((String) step.get("remedy")).contains("federation policy");
      return (String) step.get("detail");
    }
  }
}
