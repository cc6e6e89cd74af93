// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

  private static final String PLAIN =
      """
      template: t
      batch: 10
      idempotent: true
      add: {method: POST, body: $records}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | Delivered[refusals=[], unnamed=0, unread=false]
          204 | Delivered[refusals=[], unnamed=0, unread=false]
          302 | Refused[reason=CONFIGURATION, what=answered 302, a redirect, which is not followed. Set url to the address that answers]
          400 | Invalid[what=answered 400]
          401 | Refused[reason=UNAUTHENTICATED, what=answered 401. Look at tokenFile and auth]
          403 | Refused[reason=FORBIDDEN, what=answered 403. Look at the rights of the token]
          404 | Refused[reason=NOT_FOUND, what=answered 404. Look at url and parameters]
          405 | Refused[reason=CONFIGURATION, what=answered 405. Look at url and template]
          408 | Unclear[what=answered 408]
          413 | Invalid[what=answered 413]
          422 | Invalid[what=answered 422]
          429 | Later[reason=THROTTLED, what=answered 429]
          500 | Unclear[what=answered 500]
          503 | Later[reason=UNAVAILABLE, what=answered 503]
          """)
  void a_status_has_one_meaning(int status, String verdict) {
    assertThat(verdict(PLAIN, status, "secret@example.com")).hasToString(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | {"code": 0}             | Delivered[refusals=[], unnamed=0, unread=false]
          200 | {"code": 40100}         | Later[reason=THROTTLED, what=answered 200 with the code 40100]
          200 | {"code": 40002}         | Invalid[what=answered 200 with the code 40002]
          200 | {"code": "40105"}       | Refused[reason=FORBIDDEN, what=answered 200 with the code 40105. Look it up in the documentation of the API]
          200 | {"code": "x@y.z"}       | Unclear[what=answered 200 without the success that the template names]
          200 | {"data": 0}             | Unclear[what=answered 200 without the success that the template names]
          200 | no JSON                 | Unclear[what=answered 200 without the success that the template names]
          400 | {"code": 40105}         | Refused[reason=FORBIDDEN, what=answered 400 with the code 40105. Look it up in the documentation of the API]
          400 | {"code": 1}             | Invalid[what=answered 400]
          """)
  void a_code_in_the_body_counts_more_than_the_status(int status, String body, String verdict) {
    String template =
        PLAIN
            + """
            success: {at: /code, equals: 0}
            codes: {at: /code, retry: [40100], invalid: [40002], refused: [40105]}
            """;
    assertThat(verdict(template, status, body)).hasToString(verdict);
  }

  @Test
  void refused_records_are_named_by_index_and_a_reason_of_ours() {
    String template =
        PLAIN + "rejected: {list: /errors, index: /row, code: /code, reasons: {bad: SUPPRESSED}}\n";
    String body =
        """
        {"errors": [{"row": 1, "code": "bad", "text": "x@y.z"}, {"row": 2, "code": "x@y.z"},
          {"row": 2}, {"row": 9}, {"row": "1"}, {}]}
        """;

    assertThat(verdict(template, 200, body))
        .isEqualTo(
            new Verdict.Delivered(
                List.of(new Verdict.Refusal(1, "SUPPRESSED"), new Verdict.Refusal(2, "REFUSED")),
                1,
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"n": 2} | 2
          {"n": 9} | 3
          {"n": -1} | 0
          {"n": null} | 0
          """)
  void an_api_may_only_say_how_many_it_refused(String body, long unnamed) {
    assertThat(verdict(PLAIN + "rejected: {count: /n}\n", 200, body))
        .isEqualTo(new Verdict.Delivered(List.of(), unnamed, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rejected: {list: /errors, index: /row} | {"errors": [{"row": 0}, {"row | true
          rejected: {count: /n}                  | <p>Thank you</p>              | true
          rejected: {count: /n}                  | ''                            | false
          retry: [429]                           | <p>Thank you</p>              | false
          """)
  void a_list_of_refused_records_may_not_be_readable(String rule, String body, boolean unread) {
    assertThat(verdict(PLAIN + rule + "\n", 200, body))
        .isEqualTo(new Verdict.Delivered(List.of(), 0, unread));
  }

  private static Verdict verdict(String template, int status, String body) {
    return new Judge(Templates.read(template).answers())
        .verdict(status, body.getBytes(StandardCharsets.UTF_8), 3);
  }
}
