// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.service.iam.AccessControlRequest;
import com.databricks.sdk.service.iam.PermissionLevel;
import com.databricks.sdk.service.iam.UpdateObjectPermissions;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of docs/tenants.md as they stand there, and two tenants who try to reach each other.
 */
@Tag("matrix")
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantPatternsTest {
  private static final Path EXAMPLES = Path.of("../../routes/examples/tenants");
  private static final List<String> CATALOGS = List.of("acme", "globex", "reference", "saas");
  private static final Set<Reason> REFUSALS =
      Set.of(Reason.FORBIDDEN, Reason.NOT_FOUND, Reason.INVALID);

  private final LocalWorkspace workspace;
  private final Properties settings = new Properties();

  TenantPatternsTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void fill() {
    var statements = workspace.statements();
    for (String catalog : CATALOGS) {
      statements.run("CREATE CATALOG " + catalog);
      statements.run("CREATE SCHEMA " + catalog + ".crm");
    }
    statements.run("CREATE TABLE acme.crm.leads AS SELECT 'Road Runner' AS name");
    statements.run("CREATE TABLE globex.crm.leads AS SELECT 'Homer' AS name");
    statements.run("CREATE TABLE reference.crm.countries AS SELECT 'France' AS name");
    statements.run(
        "CREATE TABLE saas.crm.all_leads AS SELECT * FROM VALUES ('acme', 'Road Runner'), ('globex', 'Homer') AS t(tenant, name)");
    settings.put("workspace.host", workspace.access().host().toString());
    settings.put("workspace.httpPath", workspace.access().httpPath());
    Identities identities = Identities.of(workspace);
    for (String name : List.of("acme", "globex", "service")) {
      Identity principal = identities.servicePrincipal("Patterns " + name);
      settings.put(name + ".clientId", principal.name());
      settings.put(name + ".clientSecret", principal.access().clientSecret());
      mayUseTheWarehouse(identities, principal);
      if (!name.equals("service")) {
        identities.group("tenant-" + name, principal);
      }
    }
  }

  private void mayUseTheWarehouse(Identities identities, Identity principal) {
    identities
        .admin()
        .permissions()
        .update(
            new UpdateObjectPermissions()
                .setRequestObjectType("warehouses")
                .setRequestObjectId(workspace.access().warehouseId())
                .setAccessControlList(
                    List.of(
                        new AccessControlRequest()
                            .setServicePrincipalName(principal.name())
                            .setPermissionLevel(PermissionLevel.CAN_USE))));
  }

  @AfterAll
  void empty() {
    CATALOGS.forEach(catalog -> workspace.statements().run("DROP CATALOG " + catalog + " CASCADE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared-credentials", "separate-credentials", "shared-schema", "hybrid"})
  void a_tenant_gets_its_own_rows_and_reaches_no_others(String pattern) throws IOException {
    setUp(pattern);
    try (var camel = new DefaultCamelContext()) {
      start(camel, pattern);

      assertThat(rows(camel, "acme", "direct:leads", "")).isEqualTo("[{name=Road Runner}]");
      assertThat(rows(camel, "globex", "direct:leads", "")).isEqualTo("[{name=Homer}]");
      assertThat(rows(camel, "acme", "direct:ask", "SELECT upper(name) AS n FROM crm.leads"))
          .isEqualTo("[{n=ROAD RUNNER}]");
      for (String sql : attempts()) {
        assertRefused(send(camel, "acme", "direct:ask", sql), sql);
      }
      String back = "SELECT name FROM acme.crm.leads";
      assertRefused(send(camel, "globex", "direct:ask", back), back);
      for (String header : List.of("saas", "GLOBEX", "acme,globex", "initech")) {
        assertThat(send(camel, header, "direct:leads", "").getException())
            .isInstanceOfSatisfying(
                DatabricksException.class,
                e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID));
      }
    }
  }

  @Test
  void reference_data_is_there_for_all_tenants_of_the_hybrid() throws IOException {
    setUp("hybrid");
    try (var camel = new DefaultCamelContext()) {
      start(camel, "hybrid");

      for (String tenant : List.of("acme", "globex")) {
        assertThat(rows(camel, tenant, "direct:ask", "SELECT name FROM reference.crm.countries"))
            .isEqualTo("[{name=France}]");
      }
    }
  }

  private static void assertRefused(Exchange attempt, String sql) {
    assertThat(attempt.getException())
        .as(sql)
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isIn(REFUSALS));
  }

  /** What a tenant might try who knows the other's names. */
  private static List<String> attempts() {
    return List.of(
        "SELECT name FROM globex.crm.leads",
        "SELECT * FROM saas.crm.all_leads",
        "SELECT (SELECT max(name) FROM `globex`.crm.leads) AS n",
        "WITH globex AS (SELECT 1) SELECT * FROM globex.crm.leads",
        "SELECT * FROM table_changes('globex.crm.leads', 0)",
        "SELECT * FROM globex.crm.leads VERSION AS OF 0",
        "USE CATALOG globex",
        "SET CATALOG globex",
        "EXECUTE IMMEDIATE 'SELECT * FROM globex.crm.leads'",
        "INSERT INTO globex.crm.leads VALUES ('x')",
        "SELECT *, 'a ESCAPE '\" ' AS x FROM globex.crm.leads -- \"");
  }

  private void setUp(String pattern) {
    String script = read(EXAMPLES.resolve(pattern).resolve("setup.sql"));
    for (String name : settings.stringPropertyNames()) {
      script = script.replace("{{" + name + "}}", settings.getProperty(name));
    }
    for (String statement : script.replaceAll("(?m)^--.*$", "").split(";")) {
      if (!statement.isBlank()) {
        workspace.statements().run(statement.strip());
      }
    }
  }

  private void start(DefaultCamelContext camel, String pattern) {
    Properties all = new Properties();
    try (Reader example =
        Files.newBufferedReader(EXAMPLES.resolve(pattern).resolve("application.properties"))) {
      all.load(example);
      all.putAll(settings);
      camel.getPropertiesComponent().setInitialProperties(all);
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(
              ResourceHelper.fromString(
                  "leads.camel.yaml", read(EXAMPLES.resolve("leads.camel.yaml"))));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    camel.start();
  }

  private static String rows(DefaultCamelContext camel, String tenant, String route, String body) {
    Exchange answer = send(camel, tenant, route, body);
    assertThat(answer.getException()).isNull();
    return String.valueOf(answer.getMessage().getBody());
  }

  private static Exchange send(
      DefaultCamelContext camel, String tenant, String route, String body) {
    try (ProducerTemplate template = camel.createProducerTemplate()) {
      return template.send(
          route,
          e -> {
            e.getMessage().setHeaders(new HashMap<>(Map.of("CamelDatabricksTenant", tenant)));
            e.getMessage().setBody(body);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
