// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the Kamelet refuses to start with. */
class InteractionsKameletStartTest {

  private final KameletRun run = new KameletRun();

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void does_not_start_when_a_mapped_column_does_not_exist() {
    run.databricks().table("main.web.visits", "visitor STRING\nseen TIMESTAMP");

    assertThatThrownBy(() -> run.start(KameletRun.route("mappings: classpath:mappings/two/*.yaml")))
        .rootCause()
        .hasMessageEndingWith(
            "web.interactions.yaml: field 'key' names column 'page', which main.web.visits does not"
                + " have (columns: visitor, seen)");
  }

  @Test
  void does_not_start_on_a_connection_with_a_personal_access_token() {
    assertThatThrownBy(
            () ->
                run.start(
                    KameletRun.route(
                        "mappings: classpath:mappings/one/*.yaml", "connection: personal")))
        .hasStackTraceContaining("Connection personal uses a personal access token");
  }

  @Test
  void does_not_start_without_a_cursor_key_or_mapping_files() {
    assertThatThrownBy(
            () ->
                run.start(
                    KameletRun.route(
                        "mappings: classpath:mappings/one/*.yaml", "cursorKeyProperty: no.key")))
        .rootCause()
        .hasMessage(
            "Property no.key is not set: it holds the key that encrypts paging cursors, the same on"
                + " all nodes; make one with: openssl rand -base64 32");
  }

  @Test
  void says_where_it_looked_for_mapping_files() {
    assertThatThrownBy(() -> run.start(KameletRun.route("mappings: file:no/such/*.yaml")))
        .rootCause()
        .hasMessage(
            "No interaction mapping file matches 'file:no/such/*.yaml'; use file:<folder>/*.yaml or"
                + " classpath:<folder>/*.yaml");
  }

  @Test
  void does_not_start_with_tenants_that_cannot_be_used() {
    assertThatThrownBy(
            () ->
                run.start(
                    KameletRun.route(
                        "mappings: classpath:mappings/one/*.yaml", "tenants: acme=personal")))
        .hasStackTraceContaining(
            "The tenants of the flow cannot be used: Connection personal uses a personal access token");
  }

  @Test
  void does_not_start_when_a_mapping_has_a_connection_and_tenants_decide() {
    assertThatThrownBy(
            () ->
                run.start(
                    KameletRun.route(
                        "mappings: classpath:mappings/two/*.yaml", "tenants: acme,globex")))
        .rootCause()
        .hasMessageEndingWith(
            "field 'connection' must go: the flow has tenants, and theirs is used");
  }

  @Test
  void does_not_start_with_a_place_for_tenants_and_none_to_put_there() {
    assertThatThrownBy(
            () -> run.start(KameletRun.route("mappings: classpath:mappings/{tenant}/*.yaml")))
        .rootCause()
        .hasMessage(
            "Mapping files 'classpath:mappings/{tenant}/*.yaml' have a place for a tenant, and there"
                + " are no tenants");
  }
}
