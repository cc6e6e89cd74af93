// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.history;

import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.identity.Principal;
import io.lakeroute.workspace.identity.Principals;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last statements, as many as fit into a bounded part of memory; safe for threads. */
public final class QueryHistory {

  private static final int KEPT = 10_000;
  private static final long KEPT_CHARACTERS = 32 << 20;

  private final Principals principals;
  private final Map<String, Query> queries = new LinkedHashMap<>();
  private long characters;
  private long started;

  public QueryHistory(Principals principals) {
    this.principals = principals;
  }

  /** Begins with a statement that waits for its turn. */
  public synchronized Query add(
      Caller caller, String sessionId, String text, Map<String, String> tags) {
    String userId = principals.find(caller.principal()).map(Principal::id).orElse("0");
    var query = new Query(++started, new Query.Start(caller, userId, sessionId, text, tags));
    queries.put(query.id(), query);
    characters += text.length();
    var oldest = queries.values().iterator();
    while (queries.size() > KEPT || characters > KEPT_CHARACTERS && queries.size() > 1) {
      characters -= oldest.next().start().text().length();
      oldest.remove();
    }
    return query;
  }

  /** One that is kept. */
  public synchronized Optional<Query> find(String id) {
    return Optional.ofNullable(queries.get(id));
  }

  /** All that are kept, the latest first. */
  synchronized List<Query> latestFirst() {
    var all = new ArrayList<>(queries.values());
    Collections.reverse(all);
    return all;
  }
}
