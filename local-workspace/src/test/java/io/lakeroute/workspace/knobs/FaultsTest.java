// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.knobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Requests;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private final Faults faults = new Faults();

  @Test
  void fails_as_many_calls_as_asked_for() throws Exception {
    add("{'match': 'POST /api/.*', 'status': 503, 'times': 2, 'headers': {'Retry-After': '1'}}");
    var call = Requests.of("POST", "/api/2.0/sql/statements/");

    var first = faults.take(call).orElseThrow();
    assertThat(first.response().status()).isEqualTo(503);
    assertThat(first.response().headers()).containsEntry("Retry-After", "1");
    assertThat(faults.take(call)).isPresent();
    assertThat(faults.take(call)).isEmpty();
  }

  @Test
  void leaves_other_calls_and_the_knobs_alone() throws Exception {
    add("{'match': '.*', 'status': 503}");
    assertThat(faults.take(Requests.of("POST", "/local/settings"))).isEmpty();
    faults.clear();
    add("{'match': 'POST /oidc/v1/token', 'status': 503}");
    assertThat(faults.take(Requests.of("GET", "/oidc/v1/token"))).isEmpty();
  }

  @Test
  void stands_for_a_lost_reply_when_no_status_is_given() throws Exception {
    add("{'match': '.*', 'when': 'after'}");
    var fault = faults.take(Requests.of("GET", "/x")).orElseThrow();
    assertThat(fault.status()).isEqualTo(Faults.NO_REPLY);
    assertThat(fault.after()).isTrue();
  }

  @Test
  void refuses_a_match_that_is_no_regular_expression() {
    assertThatThrownBy(() -> add("{'match': '('}"))
        .isInstanceOf(ApiException.class)
        .hasMessage("match is no regular expression: Unclosed group");
  }

  private void add(String json) throws JsonProcessingException {
    faults.add(Json.MAPPER.readTree(json.replace('\'', '"')));
  }
}
