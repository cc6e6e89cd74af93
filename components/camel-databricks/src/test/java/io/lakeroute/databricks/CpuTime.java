// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import java.lang.management.ManagementFactory;

/** Measures work, whatever else keeps the machine busy. Stateless. */
public final class CpuTime {

  private CpuTime() {}

  /** Nanoseconds that this thread spends on it. */
  public static long of(Runnable work) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
  }
}
