package io.lakeroute.processors.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
    assertThat(target.parameters("/mounted/below/profiles/1/interactions", ""))
        .containsOnly(Map.entry("id", List.of("1")));
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
