package io.lakeroute.routes;

import org.apache.camel.main.Main;

/** Runs the flows that the configuration names, until the process is told to end; stateless. */
public final class Lakeroute {

  private Lakeroute() {}

  /** Starts Camel's own main; all settings come from properties and the environment. */
  public static void main(String[] args) throws Exception {
    System.exit(new Main(Lakeroute.class).run(args));
  }
}
