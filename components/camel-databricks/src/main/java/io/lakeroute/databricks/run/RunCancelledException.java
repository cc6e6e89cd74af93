// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

/** Ends a run that somebody cancelled or whose process is stopping. */
public final class RunCancelledException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RunCancelledException(String message) {
    super(message);
  }
}
