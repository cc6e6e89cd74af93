// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Grants;
import io.lakeroute.tests.workspace.Grants.Grant;
import io.lakeroute.tests.workspace.Identities;
import io.lakeroute.tests.workspace.Identities.Identity;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation works with the grants it needs, and without any one of them fails as FORBIDDEN
 * and names it.
 */
@ExtendWith(LocalWorkspaceExtension.class)
class MissingGrantTest {
  private static final Set<String> SHORT = Set.of("query", "merge");

  private final LocalWorkspace workspace;
  private final Identities identities;
  private final Grants grants;
  private final Grant canUse;
  private final Grant useCatalog;
  private final Grant useSchema;
  private final Grant createTable;
  private final Grant select;
  private final Grant modify;

  MissingGrantTest(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.identities = Identities.of(workspace);
    this.grants = Grants.of(workspace);
    String schema = workspace.access().catalog() + "." + workspace.access().schema();
    this.canUse = new Grant("CAN USE", "Warehouse", workspace.access().warehouseId());
    this.useCatalog = new Grant("USE CATALOG", "Catalog", workspace.access().catalog());
    this.useSchema = new Grant("USE SCHEMA", "Schema", schema);
    this.createTable = new Grant("CREATE TABLE", "Schema", schema);
    this.select = new Grant("SELECT", "Table", workspace.name("leads"));
    this.modify = new Grant("MODIFY", "Table", workspace.name("leads"));
  }

  /**
   * What a principal does, and all it needs for that.
   *
   * @param also given besides, because Unity Catalog describes a table only to who may read it, or
   *     names the right to read it where that to change it is missing too
   */
  private record Task(
      String name, String uri, Map<String, Object> headers, List<Grant> needs, List<Grant> also) {}

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    workspace
        .statements()
        .run("CREATE TABLE %s (id BIGINT, name STRING)".formatted(workspace.name("leads")));
  }

  private List<Task> tasks() {
    String leads = workspace.name("leads");
    String schema = useSchema.name();
    List<Grant> read = List.of(canUse, useCatalog, useSchema, select);
    List<Grant> change = List.of(canUse, useCatalog, useSchema, select, modify);
    return List.of(
        task("query", "query?sql=SELECT id FROM " + leads, read),
        task("stream", "query?outputType=stream&sql=SELECT id FROM " + leads, read),
        task("sample", "catalog:" + leads + "?action=sample", read),
        task("schemas", "catalog:main?action=schemas", List.of(useCatalog)),
        task("tables", "catalog:" + schema + "?action=tables", List.of(useCatalog, useSchema)),
        task("columns", "catalog:" + leads, List.of(useCatalog, useSchema, select)),
        task(
            "insert",
            "execute?sql=INSERT INTO " + leads + " VALUES (1, 'a')",
            List.of(canUse, useCatalog, useSchema, modify)),
        task("update", "execute?sql=UPDATE " + leads + " SET name = 'b' WHERE id = 1", change),
        readable(
            "append", "write:" + leads + "?writeMode=append&atLeastOnce=true", Map.of(), modify),
        task("merge", "write:" + leads + "?writeMode=merge&keys=id", change),
        readable("replace", "write:" + leads + "?writeMode=replace", Map.of(), modify),
        readable(
            "replace in parts",
            "write:" + leads + "?writeMode=replace",
            Map.of(
                DatabricksConstants.RUN_ID,
                "matrix",
                DatabricksConstants.BATCH_INDEX,
                0L,
                DatabricksConstants.RUN_COMPLETE,
                false),
            createTable));
  }

  private static Task task(String name, String uri, List<Grant> needs) {
    return new Task(name, uri, Map.of(), needs, List.of());
  }

  private Task readable(String name, String uri, Map<String, Object> headers, Grant... more) {
    List<Grant> needs = new ArrayList<>(List.of(canUse, useCatalog, useSchema));
    needs.addAll(List.of(more));
    return new Task(name, uri, headers, needs, List.of(select));
  }

  /** Each grant of a query, and the right to change of a merge. */
  @TestFactory
  Stream<DynamicContainer> names_the_missing_grant() {
    return tasks().stream()
        .filter(task -> SHORT.contains(task.name()))
        .map(task -> container(task, own(task)));
  }

  /** What each other task needs besides. */
  @Tag("matrix")
  @TestFactory
  Stream<DynamicContainer> names_the_missing_grant_of_every_other_task() {
    return tasks().stream()
        .filter(task -> !SHORT.contains(task.name()))
        .map(task -> container(task, own(task)));
  }

  @Tag("matrix")
  @TestFactory
  Stream<DynamicContainer> names_any_other_missing_grant() {
    return tasks().stream()
        .map(
            task -> {
              List<Grant> others = new ArrayList<>(task.needs());
              others.removeAll(own(task));
              return DynamicContainer.dynamicContainer(task.name(), without(task, others));
            });
  }

  private static List<Grant> own(Task task) {
    int count = task.needs().size();
    return task.name().equals("query") ? task.needs() : task.needs().subList(count - 1, count);
  }

  @Test
  void names_the_right_to_use_the_warehouse_when_it_is_lost_later() {
    Identity principal = principal(List.of(canUse));
    try (var component = ComponentContext.start(principal.access())) {
      assertThat(component.send("databricks:query?sql=SELECT 1", e -> {}).getException()).isNull();
      grants.take(canUse, principal);

      // Another flow opens a session of its own, and the warehouse is known to run.
      assertNames(component.send("databricks:query?flow=later&sql=SELECT 1", e -> {}), canUse);
    }
  }

  @Test
  void verify_names_it_at_the_step_that_fails() {
    assertThat(verify(principal(List.of(canUse, useCatalog)))).contains("ok=true");
    assertThat(verify(principal(List.of(useCatalog))))
        .contains("step=warehouse, ok=false")
        .contains("the principal lacks CAN USE on Warehouse " + canUse.name());
    assertThat(verify(principal(List.of(canUse))))
        .contains("step=catalog, ok=false")
        .contains("the principal lacks USE CATALOG on Catalog main");
  }

  private String verify(Identity principal) {
    try (var component =
        ComponentContext.start(ComponentContext.servicePrincipal(principal.access()))) {
      return component.ask(Map.class, "databricks:verify", Map.of()).toString();
    }
  }

  @Test
  void details_of_a_table_that_may_not_be_read_are_refused_and_the_list_is_not() {
    try (var component =
        ComponentContext.start(
            principal(List.of(canUse, useCatalog, useSchema, modify)).access())) {
      String tables =
          component
              .ask(
                  List.class,
                  "databricks:catalog:" + useSchema.name() + "?action=tables&details=true",
                  Map.of())
              .toString();

      assertThat(tables)
          .contains("name=leads")
          .contains("detailsRefused=")
          .contains("the principal lacks SELECT on Table " + select.name());
    }
  }

  @Test
  void tells_a_hidden_table_from_a_missing_one_no_more_than_databricks_does() {
    Identity principal = principal(List.of(canUse, useCatalog, useSchema, select));
    try (var component = ComponentContext.start(principal.access())) {
      Exchange failed =
          component.send("databricks:query?sql=SELECT * FROM " + workspace.name("nope"), e -> {});

      assertThat(failed.getException())
          .isInstanceOfSatisfying(
              DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.NOT_FOUND))
          .hasMessageContaining(
              workspace.name("nope") + " does not exist, or the principal may not see it")
          .hasMessageContaining(
              "Check the spelling and the grants USE CATALOG, USE SCHEMA and SELECT.");
    }
  }

  private DynamicContainer container(Task task, List<Grant> missed) {
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        DynamicTest.dynamicTest(
            "with all",
            () -> {
              Exchange done = run(task, principal(with(task.needs(), task.also())));
              assertThat(done.getException()).isNull();
            }));
    tests.addAll(without(task, missed));
    return DynamicContainer.dynamicContainer(task.name(), tests);
  }

  private List<DynamicTest> without(Task task, List<Grant> missed) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Grant missing : missed) {
      tests.add(
          DynamicTest.dynamicTest(
              "without " + missing,
              () -> {
                List<Grant> left = new ArrayList<>(task.needs());
                left.remove(missing);
                Exchange failed = run(task, principal(with(left, task.also())));
                assertNames(failed, missing);
              }));
    }
    return tests;
  }

  private static void assertNames(Exchange failed, Grant missing) {
    Grants.assertNamed(failed.getException(), missing);
    assertThat(failed.getException().getMessage())
        .contains(
            "the principal lacks %s on %s %s"
                .formatted(missing.privilege(), missing.type(), missing.name()));
  }

  private static List<Grant> with(List<Grant> some, List<Grant> more) {
    List<Grant> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private Identity principal(List<Grant> given) {
    Identity principal = identities.servicePrincipal("matrix");
    given.forEach(grant -> grants.give(grant, principal));
    return principal;
  }

  private Exchange run(Task task, Identity principal) {
    try (var component = ComponentContext.start(ComponentContext.writeBack(principal.access()))) {
      return component.send(
          "databricks:" + task.uri(),
          e -> {
            e.getMessage().setBody(List.of(Map.of("id", 1L, "name", "a")));
            e.getMessage().setHeaders(new HashMap<>(task.headers()));
          });
    }
  }
}
