// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RouterTest {

  private final Handler handler = request -> Response.json(Json.object());
  private final Router router =
      new Router()
          .add("GET", "/api/2.0/sql/statements/{id}/result/chunks/{index}", handler)
          .add("PUT", "/api/2.0/fs/files/{path...}", handler)
          .open("POST", "/oidc/v1/token", handler);

  @Test
  void gives_the_values_of_a_templates_variables() {
    var match = router.find("GET", "/api/2.0/sql/statements/abc/result/chunks/7");
    assertThat(match.variables()).containsEntry("id", "abc").containsEntry("index", "7");
    assertThat(match.route().open()).isFalse();
  }

  @Test
  void gives_all_that_follows_where_a_template_ends_in_a_path() {
    assertThat(router.find("PUT", "/api/2.0/fs/files/Volumes/main/a b.csv").variables())
        .containsEntry("path", "Volumes/main/a b.csv");
    assertThatThrownBy(() -> router.find("PUT", "/api/2.0/fs/files"))
        .hasMessage("No API found for 'PUT /fs/files'");
  }

  @Test
  void passes_over_a_slash_at_the_end() {
    assertThat(router.find("POST", "/oidc/v1/token/").route().open()).isTrue();
  }

  @Test
  void names_the_call_that_it_does_not_know() {
    assertThatThrownBy(() -> router.find("PUT", "/api/2.0/sql/statements"))
        .isInstanceOf(ApiException.class)
        .hasMessage("No API found for 'PUT /sql/statements'");
  }
}
