// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.databricks.sdk.service.oauth2.SecretInfo;
import io.lakeroute.databricks.warehouse.WarehouseStarter;
import io.lakeroute.tests.workspace.Clusters;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.IdentityProvider;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.OAuth;
import io.lakeroute.tests.workspace.Warehouses;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Runs what {@code docs/connections.md} shows. */
@ExtendWith(LocalWorkspaceExtension.class)
class ConnectionsGuideTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "connections.md");
  private static final Path ROTATION =
      Path.of("..", "..", "routes", "examples", "secret-rotation", "rotation.camel.yaml");
  private static final String ACME = "databricks.connections.acme.";

  @TempDir private Path folder;
  private final LocalWorkspace workspace;
  private final Identities identities;
  private Path secret;

  ConnectionsGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
  }

  @BeforeEach
  void writeFiles() throws IOException, GeneralSecurityException {
    secret = Files.writeString(folder.resolve("secret"), workspace.access().clientSecret());
    KeyStore empty = KeyStore.getInstance("PKCS12");
    empty.load(null, null);
    try (OutputStream out = Files.newOutputStream(folder.resolve("trust.p12"))) {
      empty.store(out, "from the environment".toCharArray());
    }
  }

  static Stream<String> connections() {
    return blocks("properties").stream();
  }

  @ParameterizedTest
  @MethodSource("connections")
  void a_connection_is_taken_as_it_stands_and_opens_nothing(String block) {
    workspace.knobs().clearCalls();
    try (var routes = start(here(block), blocks("yaml").get(0))) {
      assertThat(routes.camel().getStatus().isStarted()).isTrue();
    }
    assertThat(workspace.knobs().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"clientSecretFile", "httpPath = /sql/protocolv1", "auth = pat"})
  void a_connection_passes_the_check(String which) throws IOException {
    Map<String, String> keys = here(block(which));
    keys.put(ACME + "host", workspace.access().host().toString());
    keys.replace(ACME + "warehouseId", workspace.access().warehouseId());
    keys.replace(ACME + "clientId", workspace.access().clientId());
    if (which.contains("protocolv1")) {
      keys.put(ACME + "httpPath", Clusters.HTTP_PATH);
    } else if (which.contains("pat")) {
      keys.put(ACME + "httpPath", workspace.access().httpPath());
      Files.writeString(secret, workspace.access().token());
    }

    assertChecked(keys);
  }

  @Tag("matrix")
  @Test
  void a_workload_passes_the_check() throws IOException {
    var platform = new IdentityProvider("https://platform.example/" + UUID.randomUUID());
    String subject = "system:serviceaccount:crm:sync";
    Identity workload = identities.warehouseUser("Workload of the page");
    identities.trust(workload, platform, "databricks", subject);
    Map<String, String> keys = here(block("auth = federation"));
    keys.put(ACME + "host", workspace.access().host().toString());
    keys.put(ACME + "warehouseId", workspace.access().warehouseId());
    keys.put(ACME + "clientId", workload.name());
    Path token =
        Files.writeString(
            folder.resolve("token"),
            platform.token(Duration.ofHours(1), Map.of("aud", "databricks", "sub", subject)));
    keys.put(ACME + "tokenFile", token.toString());

    assertChecked(keys);
  }

  private void assertChecked(Map<String, String> keys) {
    try (var routes = start(keys, blocks("yaml").get(0))) {
      assertThat(routes.send("direct:check", null, Map.of()).getMessage().getBody(String.class))
          .contains("\"ok\":true", "\"connection\":\"acme\"");
    }
  }

  @Test
  void the_route_that_rotates_does_so_and_the_connection_goes_on() throws IOException {
    String route = blocks("yaml").get(1);
    assertThat(route).isEqualTo(Files.readString(ROTATION));
    Identity principal = identities.warehouseUser("Rotated by a route");
    String old = principal.access().clientSecret();
    Files.writeString(secret, old);
    Map<String, String> keys = local(principal);
    keys.put("rotation.after", "0s");
    keys.put("rotation.overlap", "0s");
    try (var routes = start(keys, route + blocks("yaml").get(0))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> secrets(principal).size() == 1 && !Files.readString(secret).equals(old));

      assertThat(works(principal, Files.readString(secret).strip())).isTrue();
      assertThat(works(principal, old)).isFalse();
      assertThat(routes.send("direct:check", null, Map.of()).getMessage().getBody(String.class))
          .contains("\"ok\":true");
    }
  }

  @Tag("matrix")
  @Test
  void the_log_tells_of_a_warehouse_that_wakes() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(WarehouseStarter.class);
    workspace.knobs().set("warehouseStartSeconds", 2);
    Warehouses.stop(workspace);
    log.start();
    logger.addAppender(log);
    Map<String, String> keys = here(block("clientSecretFile"));
    keys.put(ACME + "host", workspace.access().host().toString());
    keys.put(ACME + "warehouseId", workspace.access().warehouseId());
    keys.put(ACME + "clientId", workspace.access().clientId());
    try {
      assertChecked(keys);
    } finally {
      logger.detachAppender(log);
      Warehouses.start(workspace);
    }

    assertThat(log.list)
        .extracting(event -> plain(event.getFormattedMessage()))
        .containsExactly(blocks("").get(0).lines().map(this::plain).toArray(String[]::new));
  }

  private String plain(String line) {
    return line.replaceAll("Warehouse [0-9a-f]{16}", "Warehouse W")
        .replaceAll("after \\d+", "after N");
  }

  private Map<String, String> local(Identity principal) {
    Map<String, String> keys = here(block("clientSecretFile"));
    keys.put(ACME + "host", workspace.access().host().toString());
    keys.put(ACME + "warehouseId", workspace.access().warehouseId());
    keys.put(ACME + "clientId", principal.name());
    keys.remove(ACME + "catalog");
    return keys;
  }

  private List<String> secrets(Identity principal) {
    return StreamSupport.stream(
            identities.admin().servicePrincipalSecretsProxy().list(principal.id()).spliterator(),
            false)
        .map(SecretInfo::getId)
        .toList();
  }

  private static boolean works(Identity principal, String value) {
    return OAuth.request(principal.access(), principal.name(), value).status() == 200;
  }

  /** The keys of a block, with files and variables of this test in the place of the page's. */
  private Map<String, String> here(String block) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(block));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Map<String, String> keys = new HashMap<>();
    properties.forEach(
        (key, value) ->
            keys.put(
                key.toString(),
                value
                    .toString()
                    .replace("/run/secrets/acme", secret.toString())
                    .replace("/etc/lakeroute/trust.p12", folder.resolve("trust.p12").toString())
                    .replaceAll("\\{\\{env:[A-Z_]+}}", "from the environment")));
    return keys;
  }

  private static String block(String which) {
    return blocks("properties").stream()
        .filter(block -> block.contains(which))
        .findFirst()
        .orElseThrow();
  }

  private UserRoutes start(Map<String, String> keys, String yaml) {
    return UserRoutes.start(workspace.access(), keys, yaml);
  }

  /** The fenced blocks of a language. */
  private static List<String> blocks(String language) {
    try {
      return Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$")
          .matcher(Files.readString(PAGE))
          .results()
          .filter(block -> block.group(1).equals(language))
          .map(block -> block.group(2))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
