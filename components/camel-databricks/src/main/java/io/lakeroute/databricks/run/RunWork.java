// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a run does, once it has the right to. Thread-safe; one run at a time. */
public interface RunWork {

  /**
   * Does it all and returns how it ended, if it came to an end.
   *
   * @throws RuntimeException when it failed; what the context was told until then stays recorded
   */
  Ending run(RunContext context);

  /** The run has failed, after its last attempt; its record is stored. */
  default void failed(RunRecord run, RuntimeException cause) {}

  /**
   * What a run would read now, without delivering anything.
   *
   * @param cursor where the run before had come to
   */
  Preview preview(Optional<Cursor> cursor);

  /**
   * How work ended that came to its end.
   *
   * @param shortfall what the audit found missing, in words; empty when all there is was delivered
   */
  record Ending(Optional<String> shortfall) {
    public static final Ending WHOLE = new Ending(Optional.empty());
  }

  /**
   * A run that is only thought of.
   *
   * @param range what it would read
   * @param halfway whether it goes on with a run that broke off
   * @param counts rows it would deliver, leave out by its filter, or ignore
   * @param statements those it would send, in their order
   */
  record Preview(
      RunRecord.Range range, boolean halfway, RunRecord.Counts counts, List<Statement> statements) {
    public Preview {
      statements = List.copyOf(statements);
    }
  }

  /** A statement with its named parameters, whose values are timestamps only. */
  record Statement(String sql, Map<String, Object> parameters) {}
}
