// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a server on the loopback address answer on another port as well. Safe for threads. */
public final class PortRelay implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger accepted = new AtomicInteger();

  private PortRelay(ServerSocket server, int target) {
    this.server = server;
    ForwardProxy.run(
        () -> {
          while (true) {
            Socket client = server.accept();
            accepted.incrementAndGet();
            ForwardProxy.run(
                () -> {
                  try (client;
                      Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
                    ForwardProxy.relay(client, client.getInputStream(), upstream);
                  }
                });
          }
        });
  }

  /** On any free port. */
  public static PortRelay start(int target) {
    return start(0, target).orElseThrow();
  }

  /** Empty where this port cannot be had. */
  public static Optional<PortRelay> start(int port, int target) {
    try {
      return Optional.of(
          new PortRelay(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()), target));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Connections that clients have opened so far. */
  public int accepted() {
    return accepted.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
