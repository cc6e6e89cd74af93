// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  private final RequestTarget target =
      new RequestTarget("/profiles/{id}/interactions", Set.of("limit"), Set.of("type"));

  @Test
  void reads_path_and_query_decoded() {
    assertThat(
            target.parameters(
                "/profiles/a%2Fb+c%C3%A9/interactions", "type=x+y&limit=1&&type=%26&type="))
        .containsOnly(
            Map.entry("id", List.of("a/b+c\u00e9")),
            Map.entry("limit", List.of("1")),
            Map.entry("type", List.of("x y", "&", "")));
    assertThat(target.parameters("http://a.example:8480/profiles/1/interactions", ""))
        .containsOnly(Map.entry("id", List.of("1")));
  }

  @Test
  void reads_what_only_looks_like_a_part_of_the_path_as_the_value_it_is() {
    for (String id :
        List.of("1;a=b", "...", "..;", "a..b", "-", "a%20b", "%252e%252e", "a%2F..%2Fb", "%2F")) {
      assertThat(target.parameters("/profiles/" + id + "/interactions", ""))
          .containsOnly(Map.entry("id", List.of(URLDecoder.decode(id, StandardCharsets.UTF_8))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "*",
        "profiles/1/interactions",
        "/profiles",
        "/profiles/1",
        "/profiles/interactions",
        "/profiles//interactions",
        "/profiles/1/interactions/",
        "/profiles/1/interactions//",
        "/profiles/1//interactions",
        "//profiles/1/interactions",
        "/profiles//1/interactions",
        "/profiles/1/x/interactions",
        "/profiles/1/x/../interactions",
        "/profiles/1/x/%2e%2e/interactions",
        "/profiles/1/./interactions",
        "/profiles/./interactions",
        "/profiles/../interactions",
        "/profiles/%2e/interactions",
        "/profiles/%2E%2e/interactions",
        "/profiles/.%2e/interactions",
        "/x/../profiles/1/interactions",
        "/./profiles/1/interactions",
        "/mounted/below/profiles/1/interactions",
        "/profiles/1%2Finteractions",
        "/profiles%2F1/interactions",
        "/%70rofiles/1/interactions",
        "/Profiles/1/interactions",
        "/profiles;a=b/1/interactions",
        "/profiles/1/interactions;a=b",
        "/profiles/1/interactions%2F",
        "/profiles/1/interactions%00",
        "/profiles/1/interactions%20",
        "/profiles/1/interactions.json",
        "\\profiles\\1\\interactions",
        "http://a.example",
        "http://a.example/x/profiles/1/interactions",
        "http://a.example//profiles/1/interactions"
      })
  void has_nothing_at_a_path_whose_segments_are_others(String path) {
    assertThatThrownBy(() -> target.parameters(path, "limit=1"))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "there is nothing at this path; the operation is at /profiles/{id}/interactions")
        .extracting(e -> ((RequestException) e).getReason())
        .isEqualTo(ProblemReason.NOT_FOUND);
  }

  @Test
  void a_path_without_parameters_matches_exactly_too() {
    var runs = new RequestTarget("/runs", Set.of("key"), Set.of());
    assertThat(runs.parameters("/runs", "key=a")).containsOnly(Map.entry("key", List.of("a")));
    for (String path : List.of("/runs/", "/a/runs", "/runs/a", "/runs;a", "/./runs")) {
      assertThatThrownBy(() -> runs.parameters(path, ""))
          .hasMessage("there is nothing at this path; the operation is at /runs");
    }
  }

  @Test
  void refuses_unknown_double_and_broken_parameters() {
    refuses("id=2", "unknown query parameter 'id'; allowed: limit, type");
    refuses("%3Cb%3E=2", "unknown query parameter '?b?'; allowed: limit, type");
    refuses("limit=1&limit=1", "query parameter 'limit' may be given only once");
    refuses("type=%zz", "the query has a broken percent-encoding");
  }

  @Test
  void takes_only_sane_request_ids() {
    assertThat(RequestTarget.requestId("a.b-c_1")).contains("a.b-c_1");
    assertThat(RequestTarget.requestId("a\nb")).isEmpty();
    assertThat(RequestTarget.requestId("x".repeat(65))).isEmpty();
    assertThat(RequestTarget.requestId("")).isEmpty();
  }

  private void refuses(String query, String problem) {
    assertThatThrownBy(() -> target.parameters("/profiles/1/interactions", query))
        .isInstanceOf(RequestException.class)
        .hasMessage(problem);
  }
}
