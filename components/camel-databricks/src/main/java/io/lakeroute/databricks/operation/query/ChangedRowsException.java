// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.query;

/** The rows that a run was delivering cannot be read again. */
final class ChangedRowsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChangedRowsException(String message) {
    super(message);
  }

  ChangedRowsException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
