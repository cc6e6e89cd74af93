// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.changes;

import io.lakeroute.databricks.result.Column;
import io.lakeroute.databricks.result.RowSource;
import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.run.RunWork;
import io.lakeroute.databricks.store.RunRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A part whose statement has run. Immutable.
 *
 * @param table what is read of it
 * @param all the table's columns at its last version
 * @param position where its rows are dealt with from
 * @param statement empty where there is nothing to read
 * @param rows from its first one on
 */
record OpenPart(
    ChangeTable table,
    List<Column> all,
    ChangePosition position,
    RunWork.Statement statement,
    RowSource rows) {

  /** For the record of the run. */
  RunRecord.Range range(String tableId) {
    Part read = position.part();
    return new RunRecord.Range(
        tableId,
        read.kind() == Part.Kind.BOOTSTRAP
            ? OptionalLong.empty()
            : OptionalLong.of(read.from() - 1),
        OptionalLong.of(read.to()),
        Optional.empty(),
        Optional.empty(),
        Hashes.sha256(statement.sql()));
  }
}
