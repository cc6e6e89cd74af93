// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

/**
 * Stands in for a driver or SDK exception in a cause chain: same class name and stack, no text,
 * because those texts repeat the statement and whole requests. Immutable.
 */
public final class CleanCause extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int LONGEST_CHAIN = 8;

  private CleanCause(String message, Throwable cause, StackTraceElement[] stack) {
    super(message, cause, false, true);
    setStackTrace(stack);
  }

  /** What may be kept of a cause. */
  public static Throwable of(Throwable original) {
    return of(original, 0);
  }

  private static CleanCause of(Throwable original, int depth) {
    Throwable next = original.getCause();
    CleanCause cause =
        next == null || next == original || depth >= LONGEST_CHAIN ? null : of(next, depth + 1);
    String name =
        original instanceof CleanCause clean ? clean.getMessage() : original.getClass().getName();
    return new CleanCause(name, cause, original.getStackTrace());
  }
}
