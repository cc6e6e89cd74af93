// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.delivery.http.RecordForm.Formed;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldRuleTest {

  private static final String HASH =
      "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b"; // test@example.com

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      textBlock =
          """
          email, ~  Test@Example.COM ~, test@example.com
          phone, +49 (171) 123-4567, 491711234567
          phone, 0049/171/1234567, 491711234567
          lower, ~ Abc ~, abc
          trim, ~ Abc ~, Abc
          none, ~ Abc ~, ~ Abc ~
          """)
  void a_text_gets_its_normal_form(String how, String text, String normal) {
    assertThat(formed("normalize: " + how, text)).isEqualTo(normal);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      textBlock =
          """
          email, nobody, NOT_AN_EMAIL
          email, a@b@c, NOT_AN_EMAIL
          email, @b, NOT_AN_EMAIL
          email, a b@c, NOT_AN_EMAIL
          phone, 0171 1234567, NOT_A_PHONE
          phone, 4155551234, NOT_A_PHONE
          phone, +49 (0) 171 1234567, NOT_A_PHONE
          phone, +49 call me, NOT_A_PHONE
          phone, +1234567890123456, NOT_A_PHONE
          """)
  void a_text_without_a_normal_form_is_rejected(String how, String text, String reason) {
    assertThat(formed("normalize: " + how, text)).isEqualTo(reason + " of f");
  }

  @Test
  void a_hash_is_of_the_normal_form_in_utf_8() {
    String rule = "normalize: email, hash: sha256";
    assertThat(formed(rule, " Test@example.com")).isEqualTo(HASH);
    assertThat(formed("hash: sha256", "é"))
        .isEqualTo("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  }

  @Test
  void what_is_hashed_already_is_not_hashed_again() {
    String rule = "normalize: email, hash: sha256";
    assertThat(formed(rule, HASH.toUpperCase(java.util.Locale.ROOT) + " ")).isEqualTo(HASH);
    assertThat(formed(rule, HASH.substring(1))).isEqualTo("NOT_AN_EMAIL of f");
  }

  @Test
  void a_missing_value_is_rejected_absent_or_a_constant() {
    assertThat(formed("required: true", null)).isEqualTo("MISSING_FIELD of f");
    assertThat(formed("required: false", null)).isNull();
    assertThat(formed("default: \"\"", null)).isEqualTo("");
    assertThat(formed("default: \"\", normalize: email", "  ")).isEqualTo("");
    assertThat(formed("normalize: email", "  ")).isEqualTo("NOT_AN_EMAIL of f");
  }

  @Test
  void dates_have_the_pattern_of_the_field_and_no_locale() {
    assertThat(formed("date: MMMM d yyyy HH", Instant.parse("2026-03-04T23:30:00Z")))
        .isEqualTo("March 4 2026 23");
    assertThat(formed("date: yyyyMMdd", LocalDate.of(2026, 3, 4))).isEqualTo("20260304");
    assertThat(formed("date: HH", LocalDate.of(2026, 3, 4))).isEqualTo("NOT_A_DATE of f");
    assertThat(formed("date: yyyy", "2026-03-04")).isEqualTo("NOT_A_DATE of f");
    assertThat(formed("text: false", LocalDate.of(2026, 3, 4))).isEqualTo("2026-03-04");
  }

  @Test
  void numbers_stay_numbers_unless_the_field_wants_text() {
    assertThat(formed("text: false", new BigDecimal("1E+3"))).isEqualTo(new BigDecimal("1E+3"));
    assertThat(formed("text: true", new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(formed("text: true", 1.5)).isEqualTo("1.5");
    assertThat(formed("text: true", true)).isEqualTo("true");
    assertThat(formed("text: true", List.of(1))).isEqualTo("NOT_A_TEXT of f");
  }

  @Test
  void what_json_would_alter_is_rejected() {
    for (Object value :
        new Object[] {
          Double.NaN,
          Float.POSITIVE_INFINITY,
          new byte[] {1},
          "half \ud83d",
          List.of(Map.of("deep", Double.NaN)),
          Collections.singletonMap(1, "a"),
          new Object()
        }) {
      assertThat(formed("text: false", value)).isEqualTo("NO_JSON_FORM of f");
    }
  }

  /** The value, null where it is absent, or the reason and field of a reject. */
  private static Object formed(String rule, Object value) {
    Template template =
        Templates.read(
            """
            template: t
            batch: 1
            idempotent: true
            fields: {f: {from: c, %s}}
            add: {method: POST, body: $records}
            """
                .formatted(rule));
    Formed formed =
        new RecordForm(template.fields(), Map.of()).form(Collections.singletonMap("c", value));
    return formed instanceof Formed.Rejected rejected
        ? rejected.reason() + " of " + rejected.field()
        : ((Formed.Fields) formed).values().get("f");
  }
}
