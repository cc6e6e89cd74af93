// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.rest.RequestException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

  private final RequestReader reader =
      new RequestReader(
          new RequestLimits(100, 1000), Optional.of(new TreeSet<>(List.of("purchase", "return"))));

  @Test
  void asks_for_the_newest_of_everything_under_the_profiles_id_by_default() {
    InteractionRequest request = read();

    assertThat(request.profile()).isEqualTo("p");
    assertThat(request.crosswalks()).containsExactly("p");
    assertThat(request.types()).isEmpty();
    assertThat(request.from()).isEmpty();
    assertThat(request.to()).isEmpty();
    assertThat(request.order()).isEqualTo(Order.DESC);
    assertThat(request.limit()).isEqualTo(100);
  }

  @Test
  void reads_every_parameter() {
    InteractionRequest request =
        read(
            "crosswalk",
            "a",
            "crosswalk",
            "b",
            "crosswalk",
            "a",
            "type",
            "return",
            "from",
            "2025-01-01T00:00:00.123456+01:00",
            "to",
            "2025-01-02t00:00:00z",
            "order",
            "asc",
            "limit",
            "1000");

    assertThat(request.crosswalks()).containsExactly("a", "b");
    assertThat(request.types()).containsExactly("return");
    assertThat(request.from()).contains(Instant.parse("2024-12-31T23:00:00.123456Z"));
    assertThat(request.to()).contains(Instant.parse("2025-01-02T00:00:00Z"));
    assertThat(request.order()).isEqualTo(Order.ASC);
    assertThat(request.limit()).isEqualTo(1000);
  }

  @Test
  void refuses_an_unknown_type_naming_the_known_ones() {
    refuses("'type' is 'visit'; known types: purchase, return", "type", "visit");
  }

  @Test
  void accepts_any_type_when_types_stand_in_a_column() {
    RequestReader open = new RequestReader(new RequestLimits(1, 1), Optional.empty());

    assertThat(open.read(Map.of("id", List.of("p"), "type", List.of("x"))).types())
        .containsExactly("x");
  }

  @Test
  void refuses_a_timestamp_that_is_not_rfc_3339() {
    for (String text :
        List.of(
            "yesterday",
            "2025-01-01",
            "2025-01-01T00:00:00",
            "2025-01-01 00:00:00Z",
            "2025-01-01T00:00Z",
            "2025-01-01T00:00:00.1234567Z",
            "2025-02-30T25:00:00Z")) {
      assertThatThrownBy(() -> read("from", text))
          .isInstanceOf(RequestException.class)
          .hasMessageStartingWith(
              "'from' is '" + text + "'; expected an RFC 3339 timestamp such as");
    }
    refuses(
        "'from' must be before 'to'", "from", "2025-01-01T00:00:00Z", "to", "2025-01-01T00:00:00Z");
  }

  @Test
  void refuses_a_limit_out_of_range() {
    for (String limit : List.of("0", "1001", "-1", "1e2", "9".repeat(30))) {
      assertThatThrownBy(() -> read("limit", limit))
          .isInstanceOf(RequestException.class)
          .hasMessageEndingWith("'; allowed: 1 to 1000");
    }
    refuses("'limit' is '1001'; allowed: 1 to 1000", "limit", "1001");
  }

  @Test
  void refuses_an_unknown_order() {
    refuses("'order' is 'DESC'; allowed: asc, desc", "order", "DESC");
  }

  @Test
  void refuses_a_single_parameter_given_twice() {
    refuses("'limit' is given 2 times; allowed: once", "limit", "1", "limit", "2");
  }

  @Test
  void bounds_the_number_and_the_length_of_ids() {
    String[] many =
        IntStream.range(0, 21)
            .boxed()
            .flatMap(i -> List.of("crosswalk", "c" + i).stream())
            .toArray(String[]::new);
    refuses("'crosswalk' is given 21 times; allowed: up to 20", many);
    refuses("'crosswalk' must have 1 to 512 characters and no control character", "crosswalk", " ");
    refuses(
        "'crosswalk' must have 1 to 512 characters and no control character",
        "crosswalk",
        "x".repeat(513));
    refuses(
        "'crosswalk' must have 1 to 512 characters and no control character", "crosswalk", "a\nb");
    assertThatThrownBy(() -> reader.read(Map.of())).hasMessage("'id' is missing: the profile's id");
  }

  @Test
  void echoes_a_hostile_value_only_in_a_harmless_and_short_form() {
    refuses(
        "'type' is '?script?alert?1???script?'; known types: purchase, return",
        "type",
        "<script>alert(1)</script>");
    refuses(
        "'order' is '" + "a".repeat(40) + "...'; allowed: asc, desc", "order", "a".repeat(10_000));
  }

  private void refuses(String problem, String... parameters) {
    assertThatThrownBy(() -> read(parameters))
        .isInstanceOf(RequestException.class)
        .hasMessage(problem);
  }

  private InteractionRequest read(String... parameters) {
    Map<String, List<String>> map = new HashMap<>();
    map.put("id", List.of("p"));
    for (int i = 0; i < parameters.length; i += 2) {
      map.merge(
          parameters[i],
          List.of(parameters[i + 1]),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }
    return reader.read(map);
  }
}
