// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.store.Cursor;
import io.lakeroute.databricks.store.RunRecord;
import java.sql.SQLException;
import java.util.Optional;

/** Delivers the batches of a run one after the other; the cursor moves after each. For one run. */
public final class DeliveryLoop {

  private final RunContext context;
  private final String source;

  /** Where the batches come from. */
  public interface Batches {
    /** The next batch; one without rows where there are none at all. */
    Step next() throws SQLException, InterruptedException;

    /** Bytes that were fetched so far. */
    long bytes();

    /**
     * The last batch was delivered.
     *
     * @return what the run's record keeps of the flow by then, if anything
     */
    default Optional<String> delivered(Deliveries.Delivered batch) {
      return Optional.empty();
    }
  }

  /**
   * A batch, and where the run stands once it is delivered.
   *
   * @param offset of its first row in the run, and in those that it resumes
   * @param left what was read with it and is not delivered
   * @param after where the next run or attempt begins
   * @param range what the run has read by then
   * @param end whether it is the last of these batches
   * @param complete whether it is the last of the run
   */
  public record Step(
      RecordBatch rows,
      long offset,
      RunRecord.Counts left,
      Cursor after,
      RunRecord.Range range,
      boolean end,
      boolean complete) {}

  /**
   * @param source what is read, for messages
   */
  public DeliveryLoop(RunContext context, String source) {
    this.context = requireNonNull(context, "context");
    this.source = requireNonNull(source, "source");
  }

  /** Delivers all batches. */
  public void deliver(Batches batches, Deliveries.Delivery delivery) {
    long bytes = 0;
    Step step;
    do {
      context.check();
      step = reading(batches::next);
      if (step.complete()) {
        // A target may publish with the last batch: only that one may be redelivered.
        context.commit();
      }
      RunRecord.Counts left = step.left().withBytes(batches.bytes() - bytes);
      bytes = batches.bytes();
      if (step.rows().size() == 0 && !step.complete()) {
        context.moved(step.after(), left, step.range());
        continue;
      }
      Deliveries.Delivered delivered =
          delivery.deliver(
              new Deliveries.Batch(step.rows(), context.batches(), step.offset(), step.complete()));
      batches.delivered(delivered).ifPresent(context::details);
      context.note(delivered.notes());
      context.delivered(step.after(), delivered.counts().plus(left), step.range(), step.complete());
    } while (!step.end());
  }

  /** Reads, which a cancellation may break off; failures name the source. */
  public <T> T reading(Reading<T> rows) {
    return context.waiting(() -> Reading.of(source, rows));
  }
}
