// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

/** Finds, under Camel's wrappers, the sentence that says what went wrong; stateless. */
public final class FailureReason {

  private FailureReason() {}

  /** The message of the first failure that is not one of Camel's own; else of the last of these. */
  public static String of(Throwable failure) {
    Throwable each = unwrapped(failure);
    return each.getMessage() == null ? each.toString() : each.getMessage();
  }

  /** The first failure that is not one of Camel's own; else the last of these. */
  static Throwable unwrapped(Throwable failure) {
    Throwable each = failure;
    while (each.getCause() != null && each.getClass().getName().startsWith("org.apache.camel.")) {
      each = each.getCause();
    }
    return each;
  }
}
