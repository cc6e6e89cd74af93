// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.s3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The faults that wait for their requests, and the last requests; safe for threads. */
final class Requests {

  private static final int KEPT = 5_000;

  /** One answered request; status 0 where the connection was reset instead. */
  record Entry(String method, String path, int status) {}

  private final List<Fault> faults = new ArrayList<>();
  private final Deque<Entry> entries = new ArrayDeque<>();

  synchronized void add(Fault fault, int times) {
    for (int i = 0; i < times; i++) {
      faults.add(fault);
    }
  }

  /** The first fault that fits, used up by asking. */
  synchronized Optional<Fault> take(String call) {
    var fault = faults.stream().filter(f -> f.match().matcher(call).matches()).findFirst();
    fault.ifPresent(faults::remove);
    return fault;
  }

  synchronized void clearFaults() {
    faults.clear();
  }

  synchronized void log(Entry entry) {
    if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(entry);
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  synchronized void clearEntries() {
    entries.clear();
  }
}
