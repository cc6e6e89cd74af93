// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.lakeroute.processors.camel.FailureReason;
import org.apache.camel.main.Main;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the flows that the configuration names, until the process is told to end; stateless. */
public final class Lakeroute {

  private static final Logger LOG = LoggerFactory.getLogger(Lakeroute.class);

  private Lakeroute() {}

  /** Starts Camel's own main; all settings come from properties and the environment. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      return new Main(Lakeroute.class).run(args);
    } catch (Exception e) {
      // Camel has logged the stack trace; the last line is the one that people read.
      LOG.error("Lakeroute cannot start. {}", FailureReason.of(e));
      return 1;
    }
  }
}
