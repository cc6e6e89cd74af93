// SPDX-License-Identifier: Apache-2.0
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
 * @param sameRows whether a batch of the same run and position has the same rows; else a run that
 *     begins anew may have others under its id
 */
public record BatchPlace(
    String key,
    String arm,
    String runId,
    long position,
    long count,
    boolean last,
    boolean sameRows) {

  /** A batch whose run may begin anew with other rows. */
  public BatchPlace(String key, String arm, String runId, long position, long count, boolean last) {
    this(key, arm, runId, position, count, last, false);
  }

  /** The position behind the batch. */
  long end() {
    return position + count;
  }
}
