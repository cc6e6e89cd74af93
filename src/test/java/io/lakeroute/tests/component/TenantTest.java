// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tenants with one principal, who try to reach each other. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantTest {
  private static final String LEADS = "SELECT owner FROM crm.leads ORDER BY owner";

  private final LocalWorkspace workspace;
  private ComponentContext component;

  TenantTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void fill() {
    for (String tenant : List.of("acme", "globex")) {
      var statements = workspace.statements();
      statements.run("CREATE CATALOG tenants_" + tenant);
      statements.run("CREATE SCHEMA tenants_" + tenant + ".crm");
      statements.run(
          "CREATE TABLE tenants_%s.crm.leads TBLPROPERTIES (delta.enableChangeDataFeed = true) AS SELECT '%s' AS owner"
              .formatted(tenant, tenant));
    }
  }

  @AfterAll
  void empty() {
    workspace.statements().run("DROP CATALOG tenants_acme CASCADE");
    workspace.statements().run("DROP CATALOG tenants_globex CASCADE");
  }

  @BeforeEach
  void start() {
    component =
        ComponentContext.startAll(
            Map.of(
                "acme", tenant("acme"),
                "globex", tenant("globex"),
                "shared", servicePrincipal(workspace.access())));
  }

  @AfterEach
  void stop() {
    component.close();
  }

  @Test
  void a_message_gets_the_rows_of_its_tenant_by_the_same_statement() {
    for (String tenant : List.of("acme", "globex", "acme")) {
      Exchange answer = as(tenant, "databricks:query?tenants=acme,globex&sql=" + LEADS);

      assertThat(answer.getMessage().getBody()).isEqualTo(List.of(Map.of("owner", tenant)));
      assertThat(answer.getMessage().getHeaders())
          .containsEntry(DatabricksConstants.TENANT, tenant)
          .containsEntry(DatabricksConstants.CONNECTION, tenant);
    }
  }

  @Test
  void a_message_without_a_tenant_of_the_endpoint_is_refused_without_saying_which_there_are() {
    Exchange none = component.send("databricks:verify?tenants=acme", e -> {});
    assertRefused(
        none,
        Reason.INVALID,
        "The message names no tenant. Set the header CamelDatabricksTenant to one of the option tenants.");

    for (Object tenant :
        List.of(
            "globex",
            "shared",
            "ACME",
            " acme",
            "acme,globex",
            "acme=shared",
            "acme\u0000",
            "аcme",
            "",
            "${header.other}",
            List.of("acme"),
            7)) {
      Exchange refused = as(tenant, "databricks:query?tenants=acme&sql=SELECT 1");

      assertRefused(
          refused,
          Reason.INVALID,
          "The header CamelDatabricksTenant names no tenant of this endpoint. Allowed are those of the option tenants.");
    }
  }

  @Test
  void without_the_option_the_header_means_nothing() {
    Exchange answer = as("globex", "databricks:query?connection=acme&sql=" + LEADS);

    assertThat(answer.getMessage().getBody()).isEqualTo(List.of(Map.of("owner", "acme")));
  }

  @Test
  void a_tenant_opens_nothing_before_its_first_message_and_then_only_what_is_its_own() {
    workspace.knobs().clearCalls();
    component.camel().getEndpoint("databricks:query?tenants=acme,globex&sql=SELECT 1");

    as("acme", "databricks:query?tenants=acme,globex&sql=SELECT 1");
    long tokensOfOne = workspace.knobs().count("POST", "/oidc/v1/token");
    as("acme", "databricks:query?tenants=acme,globex&sql=SELECT 1");
    long again = workspace.knobs().count("POST", "/oidc/v1/token");
    as("globex", "databricks:query?tenants=acme,globex&sql=SELECT 1");

    assertThat(tokensOfOne).isEqualTo(1);
    assertThat(again).isEqualTo(1);
    assertThat(workspace.knobs().count("POST", "/oidc/v1/token")).isEqualTo(2);
    assertThat(pools()).containsExactlyInAnyOrder("databricks-acme", "databricks-globex");
  }

  @Test
  void tenants_of_one_connection_share_neither_token_nor_sessions() {
    workspace.knobs().clearCalls();
    String endpoint = "databricks:query?tenants=acme=shared,globex=shared&sql=SELECT 1";

    as("acme", endpoint);
    Exchange answer = as("globex", endpoint);

    assertThat(answer.getMessage().getHeader(DatabricksConstants.CONNECTION)).isEqualTo("shared");
    assertThat(workspace.knobs().count("POST", "/oidc/v1/token")).isEqualTo(2);
    assertThat(pools())
        .containsExactlyInAnyOrder("databricks-shared-acme", "databricks-shared-globex");
  }

  @Test
  void a_tenant_cannot_name_what_belongs_to_the_other() {
    query("SELECT 1");
    workspace.knobs().clearCalls();

    for (String sql :
        List.of(
            "SELECT * FROM tenants_globex.crm.leads",
            "SELECT * FROM `TENANTS_GLOBEX`.`crm`.`leads`",
            "SELECT (SELECT max(owner) FROM tenants_globex.crm.leads)",
            "WITH tenants_globex AS (SELECT 1) SELECT * FROM tenants_globex.crm.leads",
            "SELECT * FROM table_changes('tenants_globex.crm.leads', 0)",
            "SELECT * FROM IDENTIFIER('tenants_globex.crm.leads')",
            "SELECT * FROM tenants_globex.crm.leads VERSION AS OF 0",
            "SELECT * FROM crm.leads UNION ALL TABLE tenants_globex.crm.leads",
            "SELECT * FROM delta.`/tmp`",
            "SELECT * FROM read_files('/tmp')",
            "SHOW CATALOGS",
            "DESCRIBE tenants_globex.crm.leads",
            "WITH a AS (SELECT 1) INSERT INTO crm.leads SELECT 'x' FROM a")) {
      assertRefused(query(sql), Reason.FORBIDDEN, "The statement is refused on connection 'acme'");
    }
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements/?")).isZero();
  }

  /** The driver deletes an empty ESCAPE clause, also where it is no clause. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT *, 'a ESCAPE '\" ' AS x FROM tenants_globex.crm.leads -- \"",
        "WITH a AS (SELECT 'a ESCAPE '\" ' AS o) INSERT INTO tenants_globex.crm.leads SELECT o FROM a -- \") SELECT 1"
      })
  void a_statement_that_the_driver_would_turn_into_another_is_not_sent(String sql) {
    query("SELECT 1");
    workspace.knobs().clearCalls();

    for (String endpoint : List.of("tenants=acme,globex", "connection=shared")) {
      for (String output : List.of("list", "batches")) {
        Exchange refused = query(endpoint + "&readOnly=true&maxRows=9&outputType=" + output, sql);

        assertRefused(
            refused, Reason.INVALID, "The statement has ESCAPE and an empty pair of quotes");
        assertThat(refused.getException()).hasMessageNotContaining("globex");
      }
    }
    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements/?")).isZero();
    assertThat(
            as("globex", "databricks:query?tenants=acme,globex&sql=" + LEADS)
                .getMessage()
                .getBody())
        .isEqualTo(List.of(Map.of("owner", "globex")));
  }

  @Test
  void a_parameter_cannot_make_a_name() {
    assertRefused(
        query("SELECT * FROM IDENTIFIER(:t)"),
        Reason.FORBIDDEN,
        "The statement is refused on connection 'acme': what stands at line 1, column 15 has a name that cannot be"
            + " checked");
  }

  @Test
  void a_plain_jdbc_endpoint_is_no_way_around_the_fence() {
    Exchange refused =
        component.send(
            "jdbc:acme", e -> e.getMessage().setBody("SELECT * FROM tenants_globex.crm.leads"));

    assertThat(refused.getException()).hasMessageStartingWith("Connection 'acme' has onlyCatalogs");
  }

  @Test
  void what_a_plain_jdbc_endpoint_leaves_in_its_session_reaches_no_query() {
    component.send("jdbc:shared", e -> e.getMessage().setBody("USE CATALOG tenants_globex"));

    Exchange answer =
        component.send(
            "databricks:query?connection=shared&sql=SELECT current_catalog() AS c", e -> {});

    assertThat(answer.getMessage().getBody())
        .isEqualTo(List.of(Map.of("c", workspace.access().catalog())));
  }

  @Test
  void a_tenant_browses_its_own_catalog_only() {
    Exchange catalogs = as("acme", "databricks:catalog?tenants=acme,globex&action=catalogs");
    assertThat(catalogs.getMessage().getBody(List.class))
        .extracting(entry -> ((Map<?, ?>) entry).get("name"))
        .containsExactly("tenants_acme");

    for (String object : List.of("tenants_globex.crm.leads", "`tenants_globex`.crm.leads")) {
      Exchange refused =
          component.send(
              "databricks:catalog?tenants=acme&action=sample&objectFrom=header",
              e -> {
                e.getMessage().setHeader(DatabricksConstants.TENANT, "acme");
                e.getMessage().setHeader(DatabricksConstants.OBJECT, object);
              });
      assertRefused(
          refused,
          Reason.FORBIDDEN,
          "Cannot look into tenants_globex.crm.leads: its catalog is not one that connection 'acme' may name.");
    }
  }

  @Test
  void a_statement_of_a_person_only_reads() {
    String readOnly = "databricks:query?connection=shared&statementFrom=property&readOnly=true";

    Exchange answer =
        component.send(readOnly, statement("WITH a AS (SELECT 1 AS n) SELECT n FROM a"));
    assertThat(answer.getMessage().getBody()).isEqualTo(List.of(Map.of("n", 1L)));

    assertRefused(
        component.send(readOnly, statement("SELECT 1;\nDROP TABLE tenants_acme.crm.leads")),
        Reason.INVALID,
        "The statement cannot be read from line 2, column 1 on.");
    assertRefused(
        component.send(
            readOnly,
            statement("FROM tenants_acme.crm.leads\nINSERT INTO tenants_acme.crm.leads SELECT *")),
        Reason.FORBIDDEN,
        "The statement is refused on connection 'shared': what stands at line 1, column 1 is not one SELECT or WITH");
  }

  private Exchange query(String sql) {
    return query("tenants=acme,globex", sql);
  }

  private Exchange query(String options, String sql) {
    return component.send(
        "databricks:query?statementFrom=property&" + options,
        e -> {
          statement(sql).process(e);
          e.getMessage().setHeader(DatabricksConstants.TENANT, "acme");
        });
  }

  private static Processor statement(String sql) {
    return e -> e.setProperty(DatabricksConstants.STATEMENT_PROPERTY, sql);
  }

  private Exchange as(Object tenant, String uri) {
    return component.send(uri, e -> e.getMessage().setHeader(DatabricksConstants.TENANT, tenant));
  }

  private Map<String, String> tenant(String name) {
    Map<String, String> keys =
        with(servicePrincipal(workspace.access()), "catalog", "tenants_" + name);
    return with(with(keys, "schema", "crm"), "onlyCatalogs", "tenants_" + name);
  }

  /** The pools that have been opened, by the names of their threads; the driver has some, too. */
  private static Set<String> pools() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("databricks-") && !name.startsWith("databricks-jdbc-"))
        .map(name -> name.replaceFirst("[: ].*", "").replaceFirst("-\\d+$", ""))
        .collect(Collectors.toSet());
  }

  private static void assertRefused(Exchange exchange, Reason reason, String message) {
    assertThat(exchange.getException())
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(reason))
        .hasMessageStartingWith(message);
  }
}
