// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.tests.workspace.Knobs.Call;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;

/** A warehouse whose results come in several chunks, and what is fetched of them. */
abstract class StorageFixture extends ComponentFixture {
  static final String STATEMENTS = "/api/2.0/sql/statements";
  static final String LINK = "/results/.*";

  /** Four partitions, so four chunks where chunks are small. */
  static final String ROWS = "SELECT id FROM range(0, 8000, 1, 4)";

  StorageFixture(LocalWorkspace workspace) {
    super(workspace);
    component.batches("SELECT 'the time zone is known now'", Map.of());
  }

  @BeforeEach
  void smallChunks() {
    workspace.knobs().set("chunkBytes", 1);
    workspace.knobs().clearCalls();
  }

  static List<Object> upTo(long count) {
    return LongStream.range(0, count).<Object>mapToObj(id -> id).toList();
  }

  List<Call> calls(String method, String path) {
    return workspace.knobs().calls().stream().filter(call -> call.is(method, path)).toList();
  }

  List<Object> ids(String sql) {
    return ids(component, sql);
  }

  static List<Object> ids(ComponentContext from, String sql) {
    return from.batches(sql, Map.of()).stream()
        .<Object>map(row -> ((Map<?, ?>) row).get("id"))
        .toList();
  }

  /** The failure of a statement whose rows are all read. */
  DatabricksException fails(String options, String sql) {
    Exchange exchange = component.route(options, sql, Map.of(), StorageFixture::drain);
    assertThat(exchange.getException()).isInstanceOf(DatabricksException.class);
    return (DatabricksException) exchange.getException();
  }

  private static Object drain(Object body) {
    if (body instanceof Iterator<?> batches) {
      batches.forEachRemaining(batch -> {});
    }
    return true;
  }
}
