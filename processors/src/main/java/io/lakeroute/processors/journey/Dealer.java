// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import io.lakeroute.processors.journey.Dealt.Parcel;
import io.lakeroute.processors.journey.Dealt.Remembered;
import io.lakeroute.processors.journey.Journey.Branch;
import io.lakeroute.processors.journey.Journey.Delivery;
import io.lakeroute.processors.journey.Journey.Stage;
import io.lakeroute.processors.segment.AudienceStatements;
import io.lakeroute.processors.segment.RememberedAudience;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Deals the rows of a journey's audience to its arms; thread-safe. */
public final class Dealer {

  private final BoundJourney journey;

  public Dealer(BoundJourney journey) {
    this.journey = journey;
  }

  /** Where a person is. */
  private record Place(Optional<String> stage, Optional<String> arm) {
    static final Place NOWHERE = new Place(Optional.empty(), Optional.empty());
  }

  /**
   * Deals rows.
   *
   * @param rows of the statement of the audience
   * @param run that delivers them
   * @throws IllegalArgumentException when they are rows of something else
   */
  public Dealt deal(List<Map<String, Object>> rows, String run) {
    Batch batch = new Batch(run);
    rows.forEach(batch::add);
    return batch.dealt();
  }

  /** One batch. For one thread. */
  private final class Batch {
    private final String run;
    private final Map<String, List<Map<String, Object>>> added = new LinkedHashMap<>();
    private final Map<String, List<Map<String, Object>>> removed = new LinkedHashMap<>();
    private final List<Remembered> state = new ArrayList<>();
    private long suppressed;
    private long unmatched;
    private long heldOut;
    private long unchanged;

    Batch(String run) {
      this.run = run;
      journey
          .definition()
          .deliver()
          .forEach(
              (arm, delivery) -> {
                added.put(arm, new ArrayList<>());
                if (delivery.changes()) {
                  removed.put(arm, new ArrayList<>());
                }
              });
    }

    void add(Map<String, Object> row) {
      int branch = number(row, AudienceStatements.BRANCH);
      boolean remembers = journey.definition().remembers();
      Place was =
          remembers
              ? new Place(
                  text(row, RememberedAudience.WAS_STAGE), text(row, RememberedAudience.WAS_ARM))
              : Place.NOWHERE;
      Place now = place(row, branch, was);
      boolean same = remembers && now.equals(was) && known(row);
      Set<String> sent = new HashSet<>();
      leaves(row, was, now, sent);
      enters(row, now, same, sent);
      if (remembers && !same && !(was.stage().isEmpty() && now.stage().isEmpty())) {
        boolean stays = known(row) && now.stage().equals(was.stage());
        state.add(new Remembered(remembered(row, now, stays), sent));
      }
      if (sent.isEmpty()) {
        count(branch, now);
      }
    }

    private void count(int branch, Place now) {
      if (branch == AudienceStatements.SUPPRESSED) {
        suppressed++;
      } else if (branch == AudienceStatements.UNMATCHED) {
        unmatched++;
      } else if (now.arm().filter(Journey.HOLDOUT::equals).isPresent()) {
        heldOut++;
      } else {
        unchanged++;
      }
    }

    private void leaves(Map<String, Object> row, Place was, Place now, Set<String> sent) {
      if (was.arm().isEmpty() || was.arm().equals(now.arm())) {
        return;
      }
      String arm = was.arm().get();
      if (removed.containsKey(arm)) {
        removed.get(arm).add(record(row, arm));
        sent.add(arm);
      }
    }

    private void enters(Map<String, Object> row, Place now, boolean same, Set<String> sent) {
      Delivery delivery = now.arm().map(journey.definition().deliver()::get).orElse(null);
      if (delivery != null && !(same && delivery.changes())) {
        String arm = now.arm().orElseThrow();
        added.get(arm).add(record(row, arm));
        sent.add(arm);
      }
    }

    /** What a row does not have stays as it is in the memory. */
    private Map<String, Object> remembered(Map<String, Object> row, Place now, boolean stays) {
      Map<String, Object> remembered = new LinkedHashMap<>();
      remembered.put(RememberedAudience.CUSTOMER, row.get(journey.keyColumn()));
      remembered.put("generation", journey.definition().generation());
      remembered.put("stage", now.stage().orElse(null));
      remembered.put("arm", now.arm().orElse(null));
      if (!stays) {
        remembered.put("entered_at", row.get(RememberedAudience.AS_OF));
      }
      remembered.put("delivered_run", run);
      return remembered;
    }

    Dealt dealt() {
      List<Parcel> parcels = new ArrayList<>();
      removed.forEach((arm, rows) -> parcels.add(new Parcel(arm, true, rows)));
      added.forEach((arm, rows) -> parcels.add(new Parcel(arm, false, rows)));
      return new Dealt(parcels, new Dealt.Counts(suppressed, unmatched, heldOut, unchanged), state);
    }
  }

  /** Members without an arm stay in the stage that they were in, if any. */
  private Place place(Map<String, Object> row, int branch, Place was) {
    if (branch == RememberedAudience.GONE) {
      return Place.NOWHERE;
    }
    Stage stage =
        journey
            .definition()
            .stages()
            .get(journey.definition().remembers() ? number(row, RememberedAudience.STAGE) : 0);
    if (branch > AudienceStatements.UNMATCHED) {
      Branch taken = stage.branches().get(branch - 1);
      return new Place(
          Optional.of(stage.name()),
          Optional.of(taken.arms().of(journey.definition().salt(), key(row))));
    }
    return was.stage().isPresent() && known(row)
        ? new Place(Optional.of(stage.name()), Optional.empty())
        : Place.NOWHERE;
  }

  private Map<String, Object> record(Map<String, Object> row, String arm) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put(journey.keyColumn(), row.get(journey.keyColumn()));
    journey.columns().get(arm).forEach((name, column) -> record.put(name, row.get(column)));
    record.putAll(journey.definition().deliver().get(arm).set());
    return record;
  }

  private static boolean known(Map<String, Object> row) {
    return Boolean.TRUE.equals(row.get(RememberedAudience.KNOWN));
  }

  private String key(Map<String, Object> row) {
    return Objects.requireNonNull(row.get(journey.keyColumn()), "a member has a key").toString();
  }

  private static Optional<String> text(Map<String, Object> row, String column) {
    return Optional.ofNullable((String) value(row, column));
  }

  private static int number(Map<String, Object> row, String column) {
    if (value(row, column) instanceof Number number) {
      return number.intValue();
    }
    throw foreign(column);
  }

  private static Object value(Map<String, Object> row, String column) {
    if (!row.containsKey(column)) {
      throw foreign(column);
    }
    return row.get(column);
  }

  private static IllegalArgumentException foreign(String column) {
    return new IllegalArgumentException(
        "A row has no column "
            + column
            + ": only rows that databricks-segment-source reads for this journey can be dealt.");
  }
}
