// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

import io.lakeroute.databricks.run.Hashes;
import io.lakeroute.databricks.statement.read.NamedStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run reads. Immutable; its text shows no values.
 *
 * @param sql the statement as it was written
 * @param statement the same, judged
 * @param values of its parameters
 * @param pin with which the same can be prepared again; empty where it cannot
 * @param scope what goes into the record ids beside the key
 * @param keys columns that make a row unique; none where none do
 */
record PreparedQuery(
    String sql,
    NamedStatement statement,
    Map<String, Object> values,
    Optional<String> pin,
    String scope,
    List<String> keys) {

  PreparedQuery {
    keys = List.copyOf(keys);
  }

  String sqlSha256() {
    return Hashes.sha256(sql);
  }

  /** As a table's id, which has a length. */
  String scopeSha256() {
    return Hashes.sha256(scope);
  }

  @Override
  public String toString() {
    return "PreparedQuery[" + sqlSha256() + "]";
  }
}
