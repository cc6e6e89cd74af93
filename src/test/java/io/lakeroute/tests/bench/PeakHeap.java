// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.bench;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The most that the heap held right after a collection: what was in use, and not the garbage that
 * waits for one. Thread-safe.
 */
final class PeakHeap {

  private final AtomicLong most = new AtomicLong();

  private PeakHeap() {}

  /** Watches from now on. */
  static PeakHeap watch() {
    PeakHeap peak = new PeakHeap();
    Set<String> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(pool -> pool.getName())
            .collect(Collectors.toSet());
    System.gc(); // Not to count what an earlier pass left.
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, none) -> {
                var collection =
                    GarbageCollectionNotificationInfo.from(
                        (CompositeData) notification.getUserData());
                long used =
                    collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> pools.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum();
                peak.most.accumulateAndGet(used, Math::max);
              },
              notification ->
                  GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
                      notification.getType()),
              null);
    }
    return peak;
  }

  long bytes() {
    return most.get();
  }
}
