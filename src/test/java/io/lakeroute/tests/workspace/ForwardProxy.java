// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * An HTTP proxy on the loopback address: tunnels for https, forwarding for http, and a password if
 * asked for. Every host is this machine to it, so that a name that nobody else knows can only be
 * reached through it. Safe for threads.
 */
public final class ForwardProxy implements AutoCloseable {
  private final ServerSocket server;
  private final String authorization;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();

  private ForwardProxy(String authorization) {
    this.authorization = authorization;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  public static ForwardProxy start() {
    return new ForwardProxy("");
  }

  public static ForwardProxy start(String user, String password) {
    String credentials = user + ":" + password;
    return new ForwardProxy(
        "Basic "
            + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
  }

  public int port() {
    return server.getLocalPort();
  }

  /** The first request line of each connection that was let through. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = server.accept();
      open.add(client);
      run(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String head = head(in);
      if (!authorization.isEmpty() && !head.contains("Proxy-Authorization: " + authorization)) {
        write(
            client.getOutputStream(),
            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        return;
      }
      String line = head.lines().findFirst().orElse("");
      lines.add(line);
      String[] parts = line.split(" ");
      boolean tunnel = parts[0].toUpperCase(Locale.ROOT).equals("CONNECT");
      URI target = URI.create(tunnel ? "https://" + parts[1] : parts[1]);
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
        open.add(server);
        if (tunnel) {
          write(client.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
        } else {
          write(server.getOutputStream(), head); // a server understands an absolute target, too
        }
        relay(client, in, server);
      }
    }
  }

  /** Passes bytes on in both directions until one side ends. */
  static void relay(Socket client, InputStream fromClient, Socket server) throws IOException {
    run(
        () -> {
          try (client) {
            server.getInputStream().transferTo(client.getOutputStream());
          }
        });
    fromClient.transferTo(server.getOutputStream());
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Work on sockets, which ends when they are closed. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  static void run(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A closed socket is how every connection ends.
              }
            },
            "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Closeable socket : open) {
      socket.close();
    }
  }
}
