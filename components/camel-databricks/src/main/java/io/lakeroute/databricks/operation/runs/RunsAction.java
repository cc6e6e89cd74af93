// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.runs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code runs} does. */
public enum RunsAction {
  /** Lists runs, the latest first. */
  LIST,
  /** Tells of one run. */
  GET,
  /** Runs a flow now, whatever its schedule says. */
  RUN,
  /** Tells what a run of a flow would read now, with statements and counts. */
  DRY_RUN,
  /** Ends the run of a flow after the batch that is under way. */
  CANCEL,
  /** Forgets how far a flow has come. */
  RESET;

  /** The action of that name. */
  public static Optional<RunsAction> of(String name) {
    return Arrays.stream(values()).filter(action -> action.option().equals(name)).findFirst();
  }

  /** As an option writes it. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All of them, for messages. */
  public static String options() {
    return Arrays.stream(values()).map(RunsAction::option).collect(Collectors.joining(", "));
  }
}
