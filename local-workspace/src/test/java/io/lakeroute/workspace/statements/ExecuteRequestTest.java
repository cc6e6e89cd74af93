// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecuteRequestTest {

  @Test
  void waits_as_long_as_asked_for() {
    assertThat(wait("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(wait("0s")).isEqualTo(Duration.ZERO);
    assertThat(new ExecuteRequest(Json.object()).waitTimeout()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void answers_the_driver_soon_so_that_it_can_cancel() {
    var request = new ExecuteRequest(Json.object().put("session_id", "s"));
    assertThat(request.waitTimeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1s", "51s", "10", "soon"})
  void refuses_other_waits(String wait) {
    assertThatThrownBy(() -> wait(wait))
        .isInstanceOf(ApiException.class)
        .hasMessage(
            "The wait_timeout field must be 0 seconds (disables wait), or between 5 seconds and 50"
                + " seconds.");
  }

  @Test
  void has_no_csv() {
    var body = Json.object().put("statement", "SELECT 1").put("format", "CSV");
    assertThatThrownBy(() -> new ExecuteRequest(body).delivery())
        .isInstanceOf(ApiException.class)
        .hasMessage("The local workspace has no format CSV.");
  }

  @Test
  void refuses_more_parameters_than_the_service_takes() {
    var body = Json.object().put("statement", "SELECT 1");
    for (int i = 0; i < 257; i++) {
      body.withArray("parameters").addObject().put("name", "p" + i).put("value", "1");
    }
    assertThatThrownBy(() -> new ExecuteRequest(body).statement(null, null))
        .isInstanceOf(ApiException.class)
        .hasMessage(
            "Parameterized query has too many parameters: 257 parameters were given but the limit"
                + " is 256.");
  }

  private static Duration wait(String text) {
    return new ExecuteRequest(Json.object().put("wait_timeout", text)).waitTimeout();
  }
}
