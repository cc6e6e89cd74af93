// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.unity.UnityCatalog.Page;
import io.lakeroute.databricks.unity.UnityCatalog.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some or all entries of a listing that comes in pages. Immutable.
 *
 * <p>A page may be empty and still not be the last one, so only a missing token ends a listing.
 *
 * @param next the token of the page behind them, where pages are read one at a time
 * @param truncated whether entries were left because of the allowed number
 */
record Listing<T>(List<T> entries, Optional<String> next, boolean truncated) {

  private static final long SERVICE_DECIDES = 0;

  /** The first page with anything in it, from that token on. */
  static <T> Listing<T> page(
      Function<PageRequest, Page<T>> pages, Optional<String> token, int entries) {
    Page<T> page = pages.apply(new PageRequest(token, entries));
    while (page.entries().isEmpty() && page.next().isPresent()) {
      page = following(pages, page, entries);
    }
    return new Listing<>(page.entries(), page.next(), false);
  }

  /**
   * All pages, one after the other, until enough entries are there.
   *
   * @param most entries to give; 0 for all
   */
  static <T> Listing<T> all(Function<PageRequest, Page<T>> pages, int most) {
    List<T> entries = new ArrayList<>();
    Page<T> page = pages.apply(new PageRequest(Optional.empty(), SERVICE_DECIDES));
    entries.addAll(page.entries());
    while (page.next().isPresent() && (most == 0 || entries.size() <= most)) {
      page = following(pages, page, SERVICE_DECIDES);
      entries.addAll(page.entries());
    }
    boolean truncated = most > 0 && entries.size() > most;
    return new Listing<>(
        truncated ? List.copyOf(entries.subList(0, most)) : List.copyOf(entries),
        Optional.empty(),
        truncated);
  }

  private static <T> Page<T> following(
      Function<PageRequest, Page<T>> pages, Page<T> page, long entries) {
    Page<T> following = pages.apply(new PageRequest(page.next(), entries));
    if (following.next().equals(page.next())) {
      throw new DatabricksException(
          Reason.UNAVAILABLE,
          "Cannot read on in a listing: the service gives the same page token twice. Try again later.");
    }
    return following;
  }
}
