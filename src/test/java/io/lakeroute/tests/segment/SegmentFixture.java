// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.segment;

import io.lakeroute.tests.component.ComponentContext;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sample tables in the workspace and in memory, and a component that queries them. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SegmentFixture {

  final SampleTables tables;
  final Differential differential;
  final LocalWorkspace workspace;
  final ComponentContext component;

  SegmentFixture(LocalWorkspace workspace) {
    this.workspace = workspace;
    this.tables = SampleTables.of(workspace.access());
    this.component = ComponentContext.start(workspace.access());
    this.differential = new Differential(this::query);
  }

  @BeforeAll
  void createTables() {
    tables.create(workspace.access());
  }

  @AfterAll
  void stop() {
    component.close();
  }

  @SuppressWarnings("unchecked")
  final List<Map<String, Object>> query(String sql, Map<String, Object> parameters) {
    return component.query(List.class, "", sql, parameters);
  }
}
