// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPositionTest {

  @Test
  void is_kept_as_json_with_the_very_text_of_the_pin() {
    QueryPosition position = new QueryPosition(Optional.of("{\"a\" : 1.0}"), 2_000, "r1", 50);

    assertThat(position.json())
        .isEqualTo("{\"pin\":\"{\\\"a\\\" : 1.0}\",\"run\":\"r1\",\"batchSize\":50,\"skip\":2000}");
    assertThat(QueryPosition.parse(position.json())).isEqualTo(position);
  }

  @Test
  void has_no_pin_where_each_run_begins() {
    assertThat(QueryPosition.BEGINNING.json()).isEqualTo("{\"skip\":0}");
    assertThat(QueryPosition.parse("{\"skip\":0}")).isEqualTo(QueryPosition.BEGINNING);
  }

  @Test
  void a_run_resumes_where_its_rows_can_be_read_again_even_with_the_first_of_them() {
    assertThat(new QueryPosition(Optional.of("p"), 1, "r1", 50).resumable()).isTrue();
    assertThat(new QueryPosition(Optional.of("p"), 0, "r1", 50).resumable()).isTrue();
    assertThat(new QueryPosition(Optional.empty(), 1, "r1", 50).resumable()).isFalse();
  }

  @Test
  void one_that_was_stored_without_a_run_can_be_read() {
    assertThat(QueryPosition.parse("{\"pin\":\"p\",\"skip\":1}"))
        .isEqualTo(new QueryPosition(Optional.of("p"), 1, "", 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"version\":1}", "{\"pin\":{},\"skip\":1}", "[]", "x"})
  void refuses_the_position_of_another_flow(String json) {
    assertThatThrownBy(() -> QueryPosition.parse(json))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "The position in the cursor store is not one of a query. Reset the cursor to begin"
                + " anew.");
  }
}
