// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static java.util.Objects.requireNonNull;

/**
 * How far a flow has come with one table: never a row, at most a timestamp of one. Immutable.
 *
 * @param key tenant/flow/name
 * @param tableId the table's id, which another table of the same name does not have; of a
 *     statement, the hash of the scope of its record ids
 * @param position where to go on, as JSON; what it holds is the reader's affair
 * @param schemaHash of the columns that were read, or of the statement
 * @param generation how often the flow was begun anew
 */
public record Cursor(
    String key, String tableId, String position, String schemaHash, long generation) {
  public Cursor {
    requireNonNull(key, "key");
    requireNonNull(tableId, "tableId");
    requireNonNull(position, "position");
    requireNonNull(schemaHash, "schemaHash");
  }
}
