// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.snapshot;

/** The version imported last cannot be compared with: its files are gone, or its columns differ. */
final class BaseUnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BaseUnreadableException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
