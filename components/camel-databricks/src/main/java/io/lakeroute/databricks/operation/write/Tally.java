// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.write;

import io.lakeroute.databricks.statement.change.ChangeResult;

/** Counts what the statements of one message did. For one thread at a time. */
final class Tally {

  private long inserted;
  private long updated;

  void add(ChangeResult result) {
    inserted += result.number(ChangeResult.INSERTED).orElse(0L);
    updated += result.number(ChangeResult.UPDATED).orElse(0L);
  }

  long inserted() {
    return inserted;
  }

  long updated() {
    return updated;
  }
}
