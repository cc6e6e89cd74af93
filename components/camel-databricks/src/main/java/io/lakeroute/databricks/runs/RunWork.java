package io.lakeroute.databricks.runs;

import java.util.Optional;

/** What a run does, once it has the right to. Thread-safe; one run at a time. */
@FunctionalInterface
public interface RunWork {

  /**
   * Does it all and returns how it ended, if it came to an end.
   *
   * @throws RuntimeException when it failed; what the context was told until then stays recorded
   */
  Ending run(RunContext context);

  /**
   * How work ended that came to its end.
   *
   * @param shortfall what the audit found missing, in words; empty when all there is was delivered
   */
  record Ending(Optional<String> shortfall) {
    public static final Ending WHOLE = new Ending(Optional.empty());
  }
}
