// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueryTagsTest {

  private final ConnectionProfile shared =
      ConnectionProfile.of(
          "shared",
          HostAddress.parse("h"),
          new Compute.SqlWarehouse("w"),
          new Credentials.PersonalAccessToken(Secret.of("t")));

  @Test
  void say_tenant_flow_and_run() {
    assertThat(QueryTags.of(shared, "").values()).isEqualTo(Map.of("tenant", "shared"));
    assertThat(QueryTags.of(shared.withTenant("acme"), "leads").withRun(Optional.of("7")).values())
        .isEqualTo(Map.of("tenant", "acme", "flow", "leads", "run", "7"));
  }

  @Test
  void are_written_in_order_with_separators_escaped() {
    assertThat(QueryTags.of(shared.withTenant("a:b,c\\d"), "leads").text())
        .isEqualTo("flow:leads,tenant:a\\:b\\,c\\\\d");
  }

  @Test
  void keep_a_hostile_run_inside_its_literal() {
    assertThat(QueryTags.setRun(Optional.of("x'; SET ROLE admin; --\\")))
        .isEqualTo("SET QUERY_TAGS['run'] = 'x\\'; SET ROLE admin; --\\\\'");
    assertThat(QueryTags.setRun(Optional.of("a ESCAPE \"\" b ESCAPE \"")))
        .as("the driver finds no empty ESCAPE clause in it")
        .isEqualTo("SET QUERY_TAGS['run'] = 'a ESCAPE \\\"\\\" b ESCAPE \\\"'");
    assertThat(QueryTags.setRun(Optional.empty())).isEqualTo("SET QUERY_TAGS['run'] = UNSET");
  }

  @Test
  void fit_within_what_databricks_takes() {
    assertThat(QueryTags.fits("2026-11-21T08:00:00Z/7")).isTrue();
    assertThat(QueryTags.fits("x".repeat(128))).isTrue();
    assertThat(QueryTags.fits("x".repeat(129))).isFalse();
    assertThat(QueryTags.fits(" ")).isFalse();
    assertThat(QueryTags.fits("a\nb")).isFalse();
  }
}
