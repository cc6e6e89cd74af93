// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.journey;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of a batch, dealt to the arms of a journey; immutable.
 *
 * @param parcels what each arm is sent, removals first; without rows where it is sent nothing
 * @param counts of the rows
 * @param state what is remembered of those for whom something has changed
 */
public record Dealt(List<Parcel> parcels, Counts counts, List<Remembered> state) {

  public Dealt {
    parcels = List.copyOf(parcels);
    state = List.copyOf(state);
  }

  /**
   * What is remembered of a person.
   *
   * @param row of the memory
   * @param arms that were sent something of it
   */
  public record Remembered(Map<String, Object> row, Set<String> arms) {
    public Remembered {
      arms = Set.copyOf(arms);
    }
  }

  /**
   * What an arm is sent of a batch.
   *
   * @param removal whether the people leave the arm
   */
  public record Parcel(String arm, boolean removal, List<Map<String, Object>> rows) {
    public Parcel {
      rows = List.copyOf(rows);
    }
  }

  /**
   * What became of the rows of a batch.
   *
   * @param suppressed members of a suppressed segment
   * @param unmatched members for whom no branch holds
   * @param heldOut members of the arm that is sent nothing
   * @param unchanged members of whom their arm knows already
   */
  public record Counts(long suppressed, long unmatched, long heldOut, long unchanged) {

    /** Rows that the journey leaves out. */
    public long filtered() {
      return suppressed + unmatched + heldOut;
    }
  }
}
