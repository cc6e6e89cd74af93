// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

/** A statement that failed, with the text and the SQLSTATE that its caller is shown. */
public final class SqlFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;

  public SqlFailure(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
  }

  /** In Databricks' form: error class, sentence, SQLSTATE. */
  static SqlFailure of(String errorClass, String sqlState, String sentence) {
    return new SqlFailure(
        sqlState, "[%s] %s SQLSTATE: %s".formatted(errorClass, sentence, sqlState));
  }

  static SqlFailure unsupported(String what) {
    return of("UNSUPPORTED_FEATURE", "0A000", what + " is not supported by the local workspace.");
  }

  public String sqlState() {
    return sqlState;
  }
}
