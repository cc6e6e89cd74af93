// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import io.lakeroute.processors.definition.DefinitionError;
import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.journey.Journey.Branch;
import io.lakeroute.processors.journey.Journey.Delivery;
import io.lakeroute.processors.journey.Journey.Stage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the parts of a journey demand of each other. For one journey. */
final class JourneyChecks {

  private final Journey journey;
  private final List<DefinitionError> errors = new ArrayList<>();

  private JourneyChecks(Journey journey) {
    this.journey = journey;
  }

  /**
   * Checks a journey.
   *
   * @throws DefinitionException naming each place that is wrong
   */
  static void check(Journey journey) {
    JourneyChecks checks = new JourneyChecks(journey);
    checks.name();
    checks.stages();
    checks.arms();
    journey.deliver().values().forEach(checks::delivery);
    if (!checks.errors.isEmpty()) {
      throw new DefinitionException(checks.errors);
    }
  }

  private void wrong(String path, String detail) {
    errors.add(new DefinitionError(path, detail));
  }

  private void name() {
    if (journey.remembers() && journey.name().endsWith("_next")) {
      wrong("/journey", "ends with _next, as the tables do in which journeys hold an audience");
    }
  }

  private void stages() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < journey.stages().size(); i++) {
      Stage stage = journey.stages().get(i);
      if (!names.add(stage.name())) {
        wrong(stage.path() + "/name", "is the name of another stage");
      }
      if (i == 0 && stage.after().isPresent()) {
        wrong(stage.path() + "/after", "has no stage before it to wait in");
      }
      if (i > 0 && stage.after().isEmpty()) {
        wrong(stage.path() + "/after", "is missing: how long people are in the stage before");
      }
      if (i > 0 && !journey.remembers()) {
        wrong(stage.path(), "needs state: without it nobody knows who was in the stage before");
      }
      for (Branch branch : stage.branches().subList(0, stage.branches().size() - 1)) {
        if (branch.when().isEmpty() && branch.consent().isEmpty()) {
          wrong(branch.path(), "takes everybody; the branches behind it would have nobody");
        }
      }
    }
  }

  private void arms() {
    Set<String> used = new TreeSet<>();
    for (Stage stage : journey.stages()) {
      for (Branch branch : stage.branches()) {
        for (String arm : branch.arms().weights().keySet()) {
          used.add(arm);
          if (!arm.equals(Journey.HOLDOUT) && !journey.deliver().containsKey(arm)) {
            wrong(
                branch.path() + "/arms/" + arm,
                "is not in deliver; people who are sent nothing go to the arm holdout");
          }
        }
      }
    }
    for (Map.Entry<String, Delivery> each : journey.deliver().entrySet()) {
      if (each.getKey().equals(Journey.HOLDOUT)) {
        wrong(each.getValue().path(), "holdout is the arm whose people are sent nothing");
      } else if (!used.contains(each.getKey()) && !each.getValue().changes()) {
        // One that is sent changes takes out those who were in it.
        wrong(each.getValue().path(), "is the arm of no branch");
      }
    }
  }

  private void delivery(Delivery delivery) {
    if (delivery.changes() && !journey.remembers()) {
      wrong(
          delivery.path() + "/send",
          "changes needs state: without it nobody knows who was sent before");
    }
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : delivery.fields().keySet()) {
      if (!names.add(name)) {
        wrong(delivery.path() + "/fields/" + name, "is there twice");
      }
    }
    for (String name : delivery.set().keySet()) {
      if (!names.add(name)) {
        wrong(delivery.path() + "/set/" + name, "is the name of a field, too");
      }
    }
  }
}
