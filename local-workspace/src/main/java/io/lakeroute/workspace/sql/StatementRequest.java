// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a client asked to run, and how it wants the rows.
 *
 * @param rowLimit the most rows to return; more of them mark the result as truncated
 * @param tags of this statement alone
 */
public record StatementRequest(
    Session session,
    String sql,
    List<Parameter> parameters,
    OptionalLong rowLimit,
    Delivery delivery,
    QueryTags tags) {

  /** Without tags beside those of the session. */
  public StatementRequest(
      Session session,
      String sql,
      List<Parameter> parameters,
      OptionalLong rowLimit,
      Delivery delivery) {
    this(session, sql, parameters, rowLimit, delivery, QueryTags.NONE);
  }

  /** Where the rows of a Statement Execution API call go. */
  public enum Disposition {
    INLINE,
    EXTERNAL_LINKS,
    /** The driver's: inline while small. */
    INLINE_OR_EXTERNAL_LINKS
  }

  /** How the rows are written. */
  public enum Format {
    JSON_ARRAY,
    ARROW_STREAM
  }

  /**
   * How the rows are handed over.
   *
   * @param byteLimit the most bytes to return; more of them mark the result as truncated
   */
  public record Delivery(Disposition disposition, Format format, OptionalLong byteLimit) {

    public static final Delivery DRIVER =
        new Delivery(
            Disposition.INLINE_OR_EXTERNAL_LINKS, Format.ARROW_STREAM, OptionalLong.empty());
  }
}
