// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.workspace;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Makes a server on the loopback address answer on another port as well, and hang when it is asked
 * to: from a certain request on, on all connections. Safe for threads.
 */
public final class HangingRelay implements AutoCloseable {

  /** How the other side hangs. */
  public enum Way {
    /** Accepts connections and requests, and answers nothing, as a stopped process. */
    SILENT,
    /** Answers a byte a second. */
    DRIPPING,
    /** Ends the connection in the middle of its answer. */
    CUT
  }

  private static final int CUT_AFTER = 60;

  private final ServerSocket server;
  private final int target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final Set<Closeable> hung = ConcurrentHashMap.newKeySet();
  private volatile Hang hang = Hang.NONE;

  /** What starts a hang, and what it is like. */
  private static final class Hang {
    static final Hang NONE = new Hang(Way.SILENT, Pattern.compile("(?!)"));
    final Way way;
    final Pattern request;
    final CountDownLatch begun = new CountDownLatch(1);

    Hang(Way way, Pattern request) {
      this.way = way;
      this.request = request;
    }

    boolean isBegun() {
      return begun.getCount() == 0;
    }
  }

  private HangingRelay(int target) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    if (port() < 10_000 || target < 10_000) {
      throw new IllegalStateException("Ports of one length are needed");
    }
    this.target = target;
    ForwardProxy.run(
        () -> {
          while (true) {
            Socket client = server.accept();
            open.add(client);
            ForwardProxy.run(() -> serve(client));
          }
        });
  }

  public static HangingRelay start(int target) throws IOException {
    return new HangingRelay(target);
  }

  public int port() {
    return server.getLocalPort();
  }

  /**
   * Hangs from the first request on that fits.
   *
   * @param request a regular expression for the beginning of a request, such as {@code POST /oidc}
   */
  public void hang(Way way, String request) {
    hang = new Hang(way, Pattern.compile(request));
  }

  /** Whether a request has come that made it hang. */
  public boolean hangs() {
    return hang.isBegun();
  }

  /** Ends the hang, and the connections on which somebody waits for an answer. */
  public void heal() throws IOException {
    hang = Hang.NONE;
    closeAll(hung);
  }

  private void serve(Socket client) throws IOException {
    try (client;
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(upstream);
      ForwardProxy.run(
          () -> {
            try (client;
                upstream) {
              answers(upstream.getInputStream(), client);
            }
          });
      requests(client, upstream.getOutputStream());
    } finally {
      open.remove(client);
    }
  }

  private void requests(Socket client, OutputStream to) throws IOException {
    InputStream from = client.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      Hang now = hang;
      if (now.request
          .matcher(new String(buffer, 0, count, StandardCharsets.ISO_8859_1))
          .lookingAt()) {
        now.begun.countDown();
      }
      if (now.isBegun() && now.way == Way.SILENT) {
        hung.add(client);
        continue;
      }
      to.write(buffer, 0, count);
    }
  }

  private void answers(InputStream from, Socket client) throws IOException {
    OutputStream to = client.getOutputStream();
    byte[] buffer = new byte[64 * 1024];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      Hang now = hang;
      if (!now.isBegun()) {
        to.write(linkedHere(buffer, count));
      } else if (now.way == Way.DRIPPING) {
        hung.add(client);
        drip(now, buffer, count, to);
        return;
      } else if (now.way == Way.CUT) {
        to.write(buffer, 0, Math.min(count, CUT_AFTER));
        return;
      }
    }
  }

  /** Links to results name the server's own port; both ports have five digits. */
  private byte[] linkedHere(byte[] bytes, int count) {
    String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    return text.replace(":" + target + "/results/", ":" + port() + "/results/")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private void drip(Hang now, byte[] bytes, int count, OutputStream to) throws IOException {
    for (int i = 0; hang == now; i = (i + 1) % count) {
      to.write(bytes[i]);
      to.flush();
      try {
        TimeUnit.SECONDS.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void closeAll(Set<Closeable> sockets) throws IOException {
    for (Closeable socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeAll(open);
  }
}
