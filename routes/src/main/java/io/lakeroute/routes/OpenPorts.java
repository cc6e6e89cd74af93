// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.vertx.core.http.impl.HttpServerImpl;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.StartupListener;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Ends the start of an application one of whose HTTP servers got no port, which Camel only logs: it
 * would run on, and nobody could reach it. Not thread-safe; used at start.
 */
public final class OpenPorts implements CamelContextAware, StartupListener {

  private CamelContext camelContext;

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    if (camelContext != context) {
      camelContext = context;
      try {
        context.addStartupListener(this);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * @throws IllegalStateException where a server does not listen
   */
  @Override
  public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
    context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .map(VertxPlatformHttpRouter::getServer)
        // Only the class behind the interface knows; a port is there whether it listens or not.
        .filter(server -> server.getServer() instanceof HttpServerImpl http && http.isClosed())
        .findFirst()
        .ifPresent(
            server -> {
              throw new IllegalStateException(
                  "Cannot listen on "
                      + server.getHost()
                      + ":"
                      + server.getConfigurationPort()
                      + ". Another process may use the port, or the address is not of this"
                      + " machine: set camel.server.host and camel.server.port, or"
                      + " camel.management.host and camel.management.port.");
            });
  }
}
