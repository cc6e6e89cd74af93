// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.journey.Dealt.Counts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the people of a batch go. */
class DealerTest {

  private static final Instant AS_OF = Instant.parse("2026-11-28T12:00:00Z");
  private static final BoundJourney JOURNEY = SampleJourneys.bound(SampleJourneys.WITH_STATE);

  /** With the salt of the journey, 1 is dealt to facebook, 4 to pinterest and 6 to holdout. */
  private static Map<String, Object> row(
      long key, int stage, int branch, String wasStage, String wasArm, boolean known) {
    Map<String, Object> row = new HashMap<>();
    row.put("customer_id", key);
    row.put("_stage", stage);
    row.put("_branch", branch);
    row.put("_was_stage", wasStage);
    row.put("_was_arm", wasArm);
    row.put("_known", known);
    row.put("_as_of", AS_OF);
    row.put("_f1", "c" + key + "@example.com");
    row.put("_f2", 7);
    return row;
  }

  private static String sent(Dealt dealt) {
    return dealt.parcels().stream()
        .filter(parcel -> !parcel.rows().isEmpty())
        .map(parcel -> (parcel.removal() ? "-" : "+") + parcel.arm())
        .collect(Collectors.joining(" "));
  }

  private static String state(Dealt dealt) {
    return dealt.state().stream()
        .map(person -> person.row().get("stage") + "/" + person.row().get("arm"))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          enters,                          0,  1,          ,           , false, +newsletter,             offer/newsletter
          stays,                           0,  1, offer,     newsletter, true,  '',                      ''
          is of another generation,        0,  1, offer,     newsletter, false, +newsletter,             offer/newsletter
          loses its branch,                0,  0, offer,     newsletter, true,  -newsletter,             offer/null
          is suppressed,                   0, -1, offer,     newsletter, true,  -newsletter,             offer/null
          was without an arm and still is, 0,  0, offer,               , true,  '',                      ''
          gets its branch back,            0,  1, offer,               , true,  +newsletter,             offer/newsletter
          goes,                            0, -2, offer,     newsletter, true,  -newsletter,             null/null
          goes from another generation,    0, -2, offer,     newsletter, false, -newsletter,             null/null
          was never in,                    0,  0,          ,           , false, '',                      ''
          was suppressed before it was in, 0, -1,          ,           , false, '',                      ''
          has its time,                    1,  1, offer,     newsletter, true,  +newsletter,             reminder/newsletter
          has its time and no branch,      1,  0, offer,     newsletter, true,  -newsletter,             reminder/null
          moves to another arm,            0,  2, offer,     newsletter, true,  -newsletter +facebook,   offer/facebook
          """)
  void a_person_who(
      String who,
      int stage,
      int branch,
      String wasStage,
      String wasArm,
      boolean known,
      String sent,
      String state) {
    Dealt dealt =
        new Dealer(JOURNEY).deal(List.of(row(1, stage, branch, wasStage, wasArm, known)), "r");

    assertThat(sent(dealt)).isEqualTo(sent);
    assertThat(state(dealt)).isEqualTo(state);
  }

  @Test
  void an_arm_that_is_sent_all_hears_of_everybody_each_time_and_of_nobody_who_leaves() {
    Dealer dealer = new Dealer(JOURNEY);

    Dealt again = dealer.deal(List.of(row(4, 0, 2, "offer", "pinterest", true)), "r");
    assertThat(sent(again)).isEqualTo("+pinterest");
    assertThat(again.state()).isEmpty();
    Dealt gone = dealer.deal(List.of(row(4, 0, -2, "offer", "pinterest", true)), "r");
    assertThat(sent(gone)).isEmpty();
    assertThat(state(gone)).isEqualTo("null/null");
  }

  @Test
  void the_time_in_a_stage_goes_on_where_only_the_arm_changes() {
    Dealt dealt =
        new Dealer(JOURNEY)
            .deal(
                List.of(
                    row(1, 0, 2, "offer", "newsletter", true),
                    row(2, 1, 1, "offer", "newsletter", true)),
                "r");

    assertThat(dealt.state().get(0).row())
        .containsEntry("arm", "facebook")
        .doesNotContainKey("entered_at");
    assertThat(dealt.state().get(1).row()).containsEntry("entered_at", AS_OF);
  }

  @Test
  void people_who_are_held_out_are_remembered_and_sent_nothing() {
    Dealt dealt = new Dealer(JOURNEY).deal(List.of(row(6, 0, 2, null, null, false)), "r");

    assertThat(sent(dealt)).isEmpty();
    assertThat(state(dealt)).isEqualTo("offer/holdout");
    assertThat(dealt.counts()).isEqualTo(new Counts(0, 0, 1, 0));
  }

  @Test
  void every_arm_has_a_parcel_removals_first_and_each_row_is_counted_once() {
    Dealt dealt =
        new Dealer(JOURNEY)
            .deal(
                List.of(
                    row(1, 0, 1, null, null, false),
                    row(2, 0, 1, "offer", "newsletter", true),
                    row(3, 0, 0, null, null, false),
                    row(6, 0, -1, null, null, false)),
                "r");

    assertThat(dealt.parcels())
        .extracting(parcel -> parcel.arm() + " " + parcel.removal() + " " + parcel.rows().size())
        .containsExactly(
            "newsletter true 0",
            "facebook true 0",
            "newsletter false 1",
            "facebook false 0",
            "pinterest false 0");
    assertThat(dealt.counts()).isEqualTo(new Counts(1, 1, 0, 1));
    assertThat(dealt.counts().filtered()).isEqualTo(2);
  }

  @Test
  void a_record_has_the_key_the_fields_of_its_arm_and_constants() {
    Dealt dealt = new Dealer(JOURNEY).deal(List.of(row(1, 0, 1, null, null, false)), "run-1");

    assertThat(dealt.parcels().get(2).rows().get(0).toString())
        .isEqualTo("{customer_id=1, email=c1@example.com, spent=7, offer=bundle, top=1}");
    assertThat(dealt.state().get(0).row().toString())
        .isEqualTo(
            "{customer=1, generation=2, stage=offer, arm=newsletter, entered_at=2026-11-28T12:00:00Z,"
                + " delivered_run=run-1}");
  }

  @Test
  void a_journey_without_fields_sends_what_its_audience_returns() {
    BoundJourney journey = SampleJourneys.bound(SampleJourneys.STATELESS);
    Map<String, Object> row =
        Map.of("customer_id", 1L, "_branch", 1, "_f1", 7, "_f2", "gold", "_f3", "x@y.example");

    Dealt dealt = new Dealer(journey).deal(List.of(row), "r");

    assertThat(dealt.parcels().get(0).rows().get(0).toString())
        .isEqualTo("{customer_id=1, spent=7, tier=gold}");
    assertThat(dealt.state()).isEmpty();
  }

  @Test
  void rows_of_something_else_are_refused() {
    assertThatThrownBy(() -> new Dealer(JOURNEY).deal(List.of(Map.of("customer_id", 1L)), "r"))
        .hasMessage(
            "A row has no column _branch: only rows that databricks-segment-source reads for this"
                + " journey can be dealt.");
  }
}
