package io.lakeroute.databricks.runs;

/** What a run does, once it has the right to. Thread-safe; one run at a time. */
@FunctionalInterface
public interface RunWork {

  /**
   * Does it all and returns how it ended, if it came to an end.
   *
   * @throws RuntimeException when it failed; what the context was told until then stays recorded
   */
  Ending run(RunContext context);

  /** How work ended that came to its end. */
  enum Ending {
    /** All there is was delivered. */
    WHOLE,
    /** The audit counted more rows in the source. */
    SHORT
  }
}
