// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RememberedPlacesTest {

  private static final Journey JOURNEY = SampleJourneys.read(SampleJourneys.WITH_STATE);

  private static Map<String, Object> place(int generation, String stage, String arm) {
    Map<String, Object> place = new HashMap<>();
    place.put("generation", generation);
    place.put("stage", stage);
    place.put("arm", arm);
    return place;
  }

  @Test
  void a_journey_has_the_places_of_its_people() {
    assertThatCode(
            () ->
                RememberedPlaces.require(
                    JOURNEY,
                    List.of(
                        place(2, "offer", "facebook"),
                        place(2, "reminder", null),
                        place(2, "offer", "holdout"),
                        place(1, "a stage of another generation", "newsletter"))))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | offer | tiktok   | Journey bundle-offer remembers people in arms that it lacks: tiktok. Put them back into deliver, without a branch
          1 | offer | tiktok   | Journey bundle-offer remembers people in arms that it lacks: tiktok. Put them back into deliver, without a branch
          2 | third | facebook | Journey bundle-offer remembers people in stages that it lacks: third. Put them back, or raise generation
          2 | third |          | Journey bundle-offer remembers people in stages that it lacks: third. Put them back, or raise generation
          """)
  void a_journey_that_lacks_one_is_refused(
      int generation, String stage, String arm, String message) {
    List<Map<String, Object>> places =
        List.of(place(2, "offer", "facebook"), place(generation, stage, arm));

    assertThatThrownBy(() -> RememberedPlaces.require(JOURNEY, places))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(message);
  }
}
