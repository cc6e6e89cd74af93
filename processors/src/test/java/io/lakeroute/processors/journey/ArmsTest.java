// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArmsTest {

  private static final String SALT = "bundle-1";

  /** What customers are known by. */
  enum Ids {
    SEQUENCES(String::valueOf),
    UUIDS(
        i ->
            UUID.nameUUIDFromBytes(new byte[] {1, (byte) (i >> 16), (byte) (i >> 8), (byte) i})
                .toString()),
    EMAILS(i -> "customer." + i + "@example.com");

    private final IntFunction<String> id;

    Ids(IntFunction<String> id) {
      this.id = id;
    }
  }

  private static Arms arms(double... weights) {
    Map<String, Double> arms = new LinkedHashMap<>();
    for (int i = 0; i < weights.length; i++) {
      arms.put("arm" + i, weights[i]);
    }
    return new Arms(arms);
  }

  @Test
  void deals_as_the_definition_says_on_every_machine() {
    // -ln(u)/weight with u = (52 bits of SHA-256("bundle-1|<arm>|<key>") + 1/2) / 2^52, as worked
    // out in another language.
    Arms arms = arms(30, 30, 30, 10);

    assertThat(new String[] {arms.of(SALT, "1"), arms.of(SALT, "2"), arms.of(SALT, "ü@x.example")})
        .containsExactly("arm1", "arm3", "arm0");
  }

  @Test
  void every_arm_has_its_share_of_many_people() {
    hasShares(Ids.SEQUENCES, 100_000, 0.5);
  }

  @Tag("matrix")
  @ParameterizedTest
  @EnumSource
  void every_arm_has_its_share_of_a_million(Ids ids) {
    hasShares(ids, 1_000_000, 0.2);
  }

  /**
   * @param points how far a share may be off, in percentage points
   */
  private static void hasShares(Ids ids, int people, double points) {
    Arms arms = arms(30, 30, 30, 10);
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < people; i++) {
      counts.merge(arms.of(SALT, ids.id.apply(i)), 1, Integer::sum);
    }

    assertThat(counts.get("arm0") * 100.0 / people).isCloseTo(30, within(points));
    assertThat(counts.get("arm1") * 100.0 / people).isCloseTo(30, within(points));
    assertThat(counts.get("arm2") * 100.0 / people).isCloseTo(30, within(points));
    assertThat(counts.get("arm3") * 100.0 / people).isCloseTo(10, within(points));
  }

  @Test
  void an_arm_that_grows_takes_people_from_the_others_and_nobody_else_moves() {
    growsAlone(Ids.SEQUENCES, 100_000);
  }

  @Tag("matrix")
  @ParameterizedTest
  @EnumSource
  void of_a_million_nobody_moves_but_into_the_arm_that_grows(Ids ids) {
    growsAlone(ids, 1_000_000);
  }

  private static void growsAlone(Ids ids, int people) {
    Arms before = arms(30, 30, 30, 10);
    Arms after = arms(30, 30, 30, 20);
    int movers = 0;
    for (int i = 0; i < people; i++) {
      String id = ids.id.apply(i);
      String then = before.of(SALT, id);
      String now = after.of(SALT, id);
      if (!then.equals(now)) {
        assertThat(now).isEqualTo("arm3");
        movers++;
      }
    }

    // From 10 of 100 to 20 of 110.
    assertThat(movers * 100.0 / people).isCloseTo(100 * (20 / 110.0 - 0.1), within(0.5));
  }

  @Test
  void another_salt_deals_anew() {
    Arms arms = arms(1, 1);
    int same = 0;
    for (int i = 0; i < 10_000; i++) {
      same += arms.of("a", "" + i).equals(arms.of("b", "" + i)) ? 1 : 0;
    }

    assertThat(same).isBetween(4_800, 5_200);
  }
}
