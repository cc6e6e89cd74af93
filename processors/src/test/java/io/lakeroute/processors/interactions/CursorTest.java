// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.rest.RequestException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CursorTest {

  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final Instant NOON = Instant.parse("2025-01-01T12:00:00.123456Z");
  private static final Map<String, Position> POSITIONS =
      Map.of("s", new Position(List.of(NOON, 7L)));
  private static final InteractionRequest REQUEST =
      new InteractionRequest(
          "p",
          List.of("a", "b"),
          new TreeSet<>(List.of("t")),
          Optional.of(NOON),
          Optional.empty(),
          Order.DESC,
          10);

  private final Cursors cursors = cursors(KEY, "k");

  @Test
  void continues_the_same_request_on_every_node_that_has_the_key() {
    String cursor = cursors.seal(REQUEST, POSITIONS);

    assertThat(cursors(KEY, "k").open(REQUEST, cursor)).isEqualTo(POSITIONS);
    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(cursors.seal(REQUEST, POSITIONS)).as("a fresh nonce each time").isNotEqualTo(cursor);
  }

  @Test
  void keeps_the_type_of_each_value() {
    Position position =
        new Position(
            Arrays.asList(
                NOON,
                Instant.parse("1883-11-18T12:00:00.000001Z"),
                LocalDateTime.parse("2025-01-01T12:00:00.000001"),
                LocalDate.parse("1582-10-04"),
                new BigDecimal("12345678901234567890.1200"),
                Long.MIN_VALUE,
                Double.NaN,
                -0.0d,
                true,
                false,
                "\ud83d\ude00 '`",
                null));
    Map<String, Position> positions = Map.of("one", position, "two", new Position(List.of("")));

    assertThat(PositionCodec.decode(PositionCodec.encode(positions))).isEqualTo(positions);
  }

  @Test
  void refuses_a_cursor_in_which_any_byte_was_changed() {
    byte[] sealed = Base64.getUrlDecoder().decode(cursors.seal(REQUEST, POSITIONS));

    for (int i = 0; i < sealed.length; i++) {
      byte[] forged = sealed.clone();
      forged[i] ^= 1;
      refused(cursors, REQUEST, Base64.getUrlEncoder().withoutPadding().encodeToString(forged));
    }
  }

  @Test
  void refuses_texts_that_are_no_cursor() {
    for (String text : List.of("", "x", "AAAA", "%%%", "'; DROP TABLE t", "A".repeat(100_000))) {
      refused(cursors, REQUEST, text);
    }
  }

  @Test
  void refuses_the_cursor_of_another_request() {
    String cursor = cursors.seal(REQUEST, POSITIONS);

    refused(cursors, with("q", REQUEST.crosswalks(), "t", Order.DESC), cursor);
    refused(cursors, with("p", List.of("a"), "t", Order.DESC), cursor);
    refused(cursors, with("p", List.of("ab", ""), "t", Order.DESC), cursor);
    refused(cursors, with("p", REQUEST.crosswalks(), "u", Order.DESC), cursor);
    refused(cursors, with("p", REQUEST.crosswalks(), "t", Order.ASC), cursor);
    InteractionRequest moved =
        new InteractionRequest(
            "p",
            REQUEST.crosswalks(),
            REQUEST.types(),
            Optional.empty(),
            Optional.of(NOON),
            Order.DESC,
            10);
    refused(cursors, moved, cursor);
  }

  @Test
  void keeps_a_cursor_valid_when_only_the_limit_or_the_order_of_crosswalks_changes() {
    String cursor = cursors.seal(REQUEST, POSITIONS);
    InteractionRequest same =
        new InteractionRequest(
            "p", List.of("b", "a"), REQUEST.types(), REQUEST.from(), REQUEST.to(), Order.DESC, 500);

    assertThat(cursors.open(same, cursor)).isEqualTo(POSITIONS);
  }

  @Test
  void refuses_the_cursor_of_another_key_or_mapping() {
    String cursor = cursors.seal(REQUEST, POSITIONS);

    refused(cursors("YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=", "k"), REQUEST, cursor);
    refused(cursors(KEY, "id"), REQUEST, cursor);
  }

  @Test
  void refuses_the_cursor_of_another_tenant_with_the_same_mapping() {
    Cursors acme = cursors(KEY, "acme", "k");
    String cursor = acme.seal(REQUEST, POSITIONS);

    assertThat(acme.open(REQUEST, cursor)).isEqualTo(POSITIONS);
    refused(cursors(KEY, "globex", "k"), REQUEST, cursor);
    refused(cursors(KEY, "", "k"), REQUEST, cursor);
  }

  @Test
  void refuses_a_key_that_is_not_32_bytes_without_repeating_it() {
    for (String key : List.of("", "c2VjcmV0", "secret!", KEY + KEY)) {
      assertThatThrownBy(() -> CursorCipher.withKey(key))
          .isInstanceOf(IllegalArgumentException.class)
          .hasNoCause()
          .hasMessage(
              "the cursor key must be 32 random bytes in Base64; make one with: openssl rand"
                  + " -base64 32");
    }
  }

  private static InteractionRequest with(
      String profile, List<String> crosswalks, String type, Order order) {
    return new InteractionRequest(
        profile,
        crosswalks,
        new TreeSet<>(List.of(type)),
        REQUEST.from(),
        REQUEST.to(),
        order,
        REQUEST.limit());
  }

  private static void refused(Cursors cursors, InteractionRequest request, String cursor) {
    assertThatThrownBy(() -> cursors.open(request, cursor))
        .isInstanceOf(RequestException.class)
        .hasMessage(
            "'cursor' does not belong to this request; send the value of 'next' unchanged, with"
                + " the same id, crosswalk, type, from, to and order");
  }

  private static Cursors cursors(String key, String keyColumn) {
    return cursors(key, "", keyColumn);
  }

  private static Cursors cursors(String key, String tenant, String keyColumn) {
    InteractionMapping mapping =
        Sources.mapping(
            """
            name: s
            connection: c
            source: main.s.s
            crosswalk: id
            type: t
            timestamp: at
            key: [%s]
            attributes: {}
            """
                .formatted(keyColumn));
    InteractionSources sources =
        Sources.bind(Map.of(mapping, Sources.columns("id STRING\nat TIMESTAMP\nk BIGINT")));
    return new Cursors(CursorCipher.withKey(key), tenant, sources);
  }
}
