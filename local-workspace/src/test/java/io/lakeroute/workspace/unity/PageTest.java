// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.unity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.Headers;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void gives_everything_when_no_size_is_asked_for() throws IOException {
    List<String> names = IntStream.range(100, 200).mapToObj(i -> "t" + i).toList();

    JsonNode page = answer(Map.of(), names);

    assertThat(page.path("tables")).hasSize(100);
    assertThat(page.has("next_page_token")).isFalse();
  }

  @Test
  void lets_the_server_choose_at_zero_and_caps_what_is_larger() throws IOException {
    List<String> names = IntStream.range(100, 200).mapToObj(i -> "t" + i).toList();

    assertThat(answer(Map.of("max_results", "0"), names).path("tables")).hasSize(50);
    assertThat(answer(Map.of("max_results", "1000"), names).path("tables")).hasSize(50);
  }

  @Test
  void goes_on_after_the_last_name_though_others_come_and_go() throws IOException {
    JsonNode first = answer(Map.of("max_results", "2"), List.of("a", "c", "e"));

    JsonNode second =
        answer(
            Map.of("max_results", "2", "page_token", first.path("next_page_token").asText()),
            List.of("a", "b", "d", "e"));

    assertThat(names(first)).containsExactly("a", "c");
    assertThat(names(second)).containsExactly("d", "e");
    assertThat(second.has("next_page_token")).isFalse();
  }

  @Test
  void gives_no_more_than_its_largest_page_where_a_listing_is_always_paged() throws IOException {
    List<String> names = List.of("a", "b", "c", "d");

    assertThat(names(read(Page.of(request(Map.of()), "page_size", 3), names)))
        .containsExactly("a", "b", "c");
    assertThat(names(read(Page.of(request(Map.of("page_size", "2")), "page_size", 3), names)))
        .containsExactly("a", "b");
    assertThatThrownBy(() -> Page.of(request(Map.of("page_size", "x")), "page_size", 3))
        .hasMessage("page_size must be a number not below 0, but is x");
  }

  @Test
  void refuses_a_size_or_a_token_that_is_none() {
    assertThatThrownBy(() -> answer(Map.of("max_results", "-1"), List.of()))
        .isInstanceOf(ApiException.class)
        .hasMessage("max_results must be a number not below 0, but is -1");
    assertThatThrownBy(() -> answer(Map.of("page_token", "forged"), List.of()))
        .isInstanceOf(ApiException.class)
        .hasMessage("page_token is not one that this workspace gave");
  }

  private static JsonNode answer(Map<String, String> query, List<String> names) throws IOException {
    return read(Page.of(request(query)), names);
  }

  private static Request request(Map<String, String> query) {
    var parameters = new HashMap<String, List<String>>();
    query.forEach((name, value) -> parameters.put(name, List.of(value)));
    return new Request(
        "http", "GET", "/", parameters, new Headers(), RequestBody.none(), Map.of(), "someone");
  }

  private static JsonNode read(Page page, List<String> names) throws IOException {
    var out = new ByteArrayOutputStream();
    page.answer("tables", names, TextNode::valueOf).body().writeTo(out);
    return Json.MAPPER.readTree(out.toByteArray());
  }

  private static List<String> names(JsonNode page) {
    List<String> names = new ArrayList<>();
    page.path("tables").forEach(name -> names.add(name.asText()));
    return names;
  }
}
