// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogFenceTest {

  private final CatalogFence fence = CatalogFence.parse("acme, kat");

  @Test
  void keeps_nobody_out_without_a_name() {
    assertThat(CatalogFence.parse("").open()).isTrue();
    assertThat(CatalogFence.OPEN.allows("anything")).isTrue();
  }

  @Test
  void takes_names_in_any_case() {
    assertThat(fence.allows("ACME")).isTrue();
    assertThat(fence.allows("Kat")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"globex", "system", "\u212Aat", "kàt", "acme ", "", "acme\u0000", "аcme"})
  void takes_no_other_name_however_much_it_looks_like_one_inside(String name) {
    assertThat(fence.allows(name)).isFalse();
  }

  @Test
  void narrows_and_never_widens() {
    CatalogFence narrow = fence.and(CatalogFence.parse("acme,globex"));

    assertThat(narrow.catalogs()).containsExactly("acme");
    assertThat(fence.and(CatalogFence.OPEN)).isEqualTo(fence);
    assertThat(CatalogFence.OPEN.and(fence)).isEqualTo(fence);
    assertThatThrownBy(() -> fence.and(CatalogFence.parse("globex")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void says_what_was_refused_and_not_what_is_inside() {
    assertThatThrownBy(() -> fence.require("globex", "Cannot read globex.crm.leads", "a"))
        .isInstanceOfSatisfying(
            DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.FORBIDDEN))
        .hasMessage(
            "Cannot read globex.crm.leads: its catalog is not one that connection 'a' may name. Use another"
                + " connection, or add the catalog to onlyCatalogs.");
  }
}
