// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantsTest {

  @Test
  void have_connections_of_their_name_or_another() {
    assertThat(Tenants.parse("acme, globex = connection-b").connections())
        .isEqualTo(Map.of("acme", "acme", "globex", "connection-b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "acme,", "-a", "a b", "a/b", "a.b", "é", "=x"})
  void have_names_that_are_safe_wherever_they_go(String option) {
    assertThatThrownBy(() -> Tenants.parse(option))
        .isInstanceOf(DatabricksException.class)
        .hasMessageStartingWith("The option tenants holds '");
  }
}
