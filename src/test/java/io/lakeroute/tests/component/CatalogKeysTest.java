// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code databricks:catalog} with {@code action=keys} over real HTTP. */
class CatalogKeysTest extends CatalogFixture {

  CatalogKeysTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @BeforeAll
  void declare() {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s.`two parts` (a INT NOT NULL, b INT NOT NULL, CONSTRAINT both PRIMARY KEY (a, b) RELY)"
                .formatted(schema));
    workspace
        .statements()
        .run(
            "CREATE TABLE %1$s.child (x INT, y INT, CONSTRAINT up FOREIGN KEY (x, y) REFERENCES %1$s.`two parts` (a, b))"
                .formatted(schema));
  }

  @Test
  void lists_the_keys_that_a_table_declares() {
    assertThat(maps(uri(".`two parts`?action=keys")))
        .containsExactly(key("both", "PRIMARY", List.of("a", "b"), true, null, null));
    assertThat(maps(uri(".child?action=keys")))
        .containsExactly(
            key(
                "up",
                "FOREIGN",
                List.of("x", "y"),
                false,
                schema + ".`two parts`",
                List.of("a", "b")));
  }

  @Test
  void tables_without_keys_and_views_have_none() {
    assertThat(maps(uri(".leads?action=keys"))).isEmpty();
    assertThat(maps(uri(".big?action=keys"))).isEmpty();
  }

  @Test
  void constraints_of_other_kinds_are_no_keys() {
    Map<String, Object> other = Map.of("named_table_constraint", Map.of("name", "positive"));
    workspace
        .knobs()
        .add(
            Fault.on(TABLES + "/.*", 200)
                .body(Map.of("name", "leads", "table_constraints", List.of(other))));

    assertThat(maps(uri(".leads?action=keys"))).isEmpty();
  }

  @Test
  void writes_compact_text() {
    assertThat(
            component.ask(String.class, uri(".`two parts`?action=keys&outputType=text"), Map.of()))
        .isEqualTo("PRIMARY KEY (a, b)\n");
    assertThat(component.ask(String.class, uri(".child?action=keys&outputType=text"), Map.of()))
        .isEqualTo("FOREIGN KEY (x, y) REFERENCES %s.`two parts` (a, b)\n".formatted(schema));
  }

  @Test
  void needs_a_table() {
    assertFails(
        uri("?action=keys&objectFrom=header"),
        Map.of(),
        Reason.INVALID,
        "databricks:catalog with action=keys needs the name of a table or view, as in"
            + " main.crm.leads; '%s' has 2 parts.".formatted(schema));
  }

  private static Map<String, Object> key(
      String name,
      String kind,
      List<String> columns,
      boolean rely,
      String references,
      List<String> referenced) {
    Map<String, Object> key = new java.util.LinkedHashMap<>();
    for (Object[] entry :
        Arrays.asList(
            new Object[] {"name", name},
            new Object[] {"kind", kind},
            new Object[] {"columns", columns},
            new Object[] {"rely", rely},
            new Object[] {"references", references},
            new Object[] {"referencedColumns", referenced})) {
      key.put((String) entry[0], entry[1]);
    }
    return key;
  }
}
