// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Requires a journey to have the stages and arms in which it remembers people: nobody could be
 * taken out of an arm that it lacks, and who is in a stage that it lacks would begin anew.
 * Stateless.
 */
public final class RememberedPlaces {

  private RememberedPlaces() {}

  /**
   * Checks what is remembered.
   *
   * @param places rows of {@code generation}, {@code stage} and {@code arm}
   * @throws IllegalStateException naming what the journey lacks, and what to do
   */
  public static void require(Journey journey, List<Map<String, Object>> places) {
    Set<String> arms = new TreeSet<>();
    Set<String> stages = new TreeSet<>();
    Set<String> known =
        journey.stages().stream().map(Journey.Stage::name).collect(Collectors.toSet());
    for (Map<String, Object> place : places) {
      String arm = (String) place.get("arm");
      if (arm != null && !arm.equals(Journey.HOLDOUT) && !journey.deliver().containsKey(arm)) {
        arms.add(arm);
      }
      boolean current =
          place.get("generation") instanceof Number generation
              && generation.intValue() == journey.generation();
      String stage = (String) place.get("stage");
      if (current && !known.contains(stage)) {
        stages.add(stage);
      }
    }
    if (!arms.isEmpty()) {
      throw lacks(
          journey,
          "arms",
          arms,
          "Put them back into deliver, without a branch: the next run takes these people out. Where nobody can be taken out any more, let the arm's route do nothing.");
    }
    if (!stages.isEmpty()) {
      throw lacks(
          journey,
          "stages",
          stages,
          "Put them back, or raise generation: then everybody begins with the first stage.");
    }
  }

  private static IllegalStateException lacks(
      Journey journey, String what, Set<String> names, String remedy) {
    return new IllegalStateException(
        "Journey %s remembers people in %s that it lacks: %s. %s"
            .formatted(journey.name(), what, String.join(", ", names), remedy));
  }
}
