package io.lakeroute.databricks.runs;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What {@code runs} does. */
public enum RunsAction {
  /** Lists runs, the latest first. */
  LIST,
  /** Tells of one run. */
  GET,
  /** Runs a flow now, whatever its schedule says. */
  RUN,
  /** Ends the run of a flow after the batch that is under way. */
  CANCEL,
  /** Forgets how far a flow has come. */
  RESET;

  /** The action of that name. */
  public static Optional<RunsAction> of(String name) {
    return Arrays.stream(values()).filter(action -> action.lowerCase().equals(name)).findFirst();
  }

  /** As an option writes it. */
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
