package io.lakeroute.processors.delivery.file;

/**
 * Where a batch belongs. Immutable.
 *
 * @param key the run's key, which its next runs have as well
 * @param arm the arm of a journey; empty for none
 * @param runId the run's id
 * @param position what the arm's file has before the batch, in rows or in batches; 0 begins a file
 * @param count what the batch adds, in the same unit
 * @param last whether the file is whole with it
 */
public record BatchPlace(
    String key, String arm, String runId, long position, long count, boolean last) {

  /** The position behind the batch. */
  long end() {
    return position + count;
  }
}
