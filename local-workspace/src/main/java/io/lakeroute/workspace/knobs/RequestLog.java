// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.knobs;

import io.lakeroute.workspace.http.Request;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests that were answered, so that a test can count calls; safe for threads. */
public final class RequestLog {

  private static final int KEPT = 5_000;

  /** One answered request; status 0 where the connection was dropped instead. */
  public record Entry(String method, String path, int status, String userAgent, String principal) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  public void add(Request request, int status) {
    if (request.path().startsWith("/local/")) {
      return;
    }
    var entry =
        new Entry(
            request.method(),
            request.path(),
            status,
            request.header("User-Agent").orElse(""),
            request.principal());
    synchronized (entries) {
      if (entries.size() == KEPT) {
        entries.removeFirst();
      }
      entries.addLast(entry);
    }
  }

  List<Entry> entries() {
    synchronized (entries) {
      return List.copyOf(entries);
    }
  }

  void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }
}
