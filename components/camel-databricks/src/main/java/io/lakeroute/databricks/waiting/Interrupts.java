// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.waiting;

/** Lets work end although its thread was interrupted. Stateless. */
public final class Interrupts {

  private Interrupts() {}

  /** Does something as if the thread were not interrupted; afterwards it is again. */
  public static void without(Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
