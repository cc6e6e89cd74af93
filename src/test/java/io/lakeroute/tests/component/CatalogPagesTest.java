// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** Pages and limits of {@code databricks:catalog} over real HTTP. */
class CatalogPagesTest extends CatalogFixture {
  CatalogPagesTest(LocalWorkspace workspace) {
    super(workspace);
  }

  @Test
  void gives_one_page_at_a_time() {
    List<Object> names = new ArrayList<>();
    Map<String, Object> headers = Map.of();
    int pages = 0;
    do {
      Map<String, Object> sent = headers;
      Exchange page =
          component.send(
              uri("?action=tables&pageSize=2"), e -> sent.forEach(e.getMessage()::setHeader));
      page.getMessage().getBody(List.class).forEach(t -> names.add(((Map<?, ?>) t).get("name")));
      Object next = page.getMessage().getHeader(DatabricksConstants.PAGE_TOKEN);
      headers = next == null ? Map.of() : Map.of(DatabricksConstants.PAGE_TOKEN, next);
      pages++;
    } while (!headers.isEmpty());

    assertThat(names).containsExactly("big", "leads", "my table");
    assertThat(pages).isEqualTo(2);
  }

  @Test
  void reads_on_behind_an_empty_page() {
    String first =
        component
            .send(uri("?action=tables&pageSize=1"), e -> {})
            .getMessage()
            .getHeader(DatabricksConstants.PAGE_TOKEN, String.class);
    Fault empty = Fault.on(TABLES, 200).body(Map.of("next_page_token", first));

    workspace.knobs().add(empty);
    assertThat(maps(uri("?action=tables"))).extracting(t -> t.get("name")).startsWith("leads");
    workspace.knobs().add(empty);
    assertThat(maps(uri("?action=tables&pageSize=1")))
        .extracting(t -> t.get("name"))
        .containsExactly("leads");
  }

  @Test
  void gives_up_where_the_service_turns_in_a_circle() {
    workspace
        .knobs()
        .add(
            Fault.on(TABLES, 200)
                .body(Map.of("tables", List.of(), "next_page_token", "again"))
                .times(3));

    assertFails(
        uri("?action=tables"),
        Map.of(),
        Reason.UNAVAILABLE,
        "Cannot read on in a listing: the service gives the same page token twice. Try again later.");
  }

  @Test
  void stops_at_as_many_entries_as_allowed_and_says_so() {
    workspace.knobs().clearCalls();

    Exchange two = component.send(uri("?action=tables&maxRows=2"), e -> {});
    Exchange three = component.send(uri("?action=tables&maxRows=3"), e -> {});

    assertThat(two.getMessage().getBody(List.class)).hasSize(2);
    assertThat(two.getMessage().getHeaders())
        .contains(
            entry(DatabricksConstants.TRUNCATED, true), entry(DatabricksConstants.ROW_COUNT, 2L));
    assertThat(three.getMessage().getHeader(DatabricksConstants.TRUNCATED)).isEqualTo(false);
  }
}
