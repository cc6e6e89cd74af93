// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.knobs.Settings;
import io.lakeroute.workspace.warehouses.Compute;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The open SQL sessions; idle ones are dropped when others are opened; safe for threads. */
public final class Sessions {

  private final SparkEngine engine;
  private final Settings settings;
  private final Compute usual;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /**
   * @param usual what runs the statements of sessions that name nothing else
   */
  public Sessions(SparkEngine engine, Settings settings, Compute usual) {
    this.engine = engine;
    this.settings = settings;
    this.usual = usual;
  }

  /** Opens a session that later calls name; empty catalog or schema: the defaults. */
  public Session open(Caller caller, String catalog, String schema, Map<String, String> confs) {
    return open(usual, caller, catalog, schema, confs);
  }

  /** The same, elsewhere. */
  public Session open(
      Compute compute, Caller caller, String catalog, String schema, Map<String, String> confs) {
    var idle = Instant.now().minus(settings.get(Settings.Key.SESSION_IDLE));
    sessions.values().removeIf(session -> session.lastUse().isBefore(idle));
    var session = create(compute, caller, confs);
    enter(session, catalog, schema);
    sessions.put(session.id(), session);
    return session;
  }

  /**
   * A session for a single statement, which it is to fail if there is no such catalog or schema.
   */
  public Session create(Caller caller, String catalog, String schema, Map<String, String> confs) {
    var session = create(usual, caller, confs);
    session.atFirstUse(() -> enter(session, catalog, schema));
    return session;
  }

  private Session create(Compute compute, Caller caller, Map<String, String> confs) {
    var session = new Session(UUID.randomUUID().toString(), caller, compute, engine.newSession());
    session.use(Catalogs.DEFAULT, "");
    session.configure(confs);
    return session;
  }

  private void enter(Session session, String catalog, String schema) {
    if (!catalog.isEmpty()) {
      engine.catalogs().require(catalog);
    }
    session.use(catalog, schema);
  }

  /** The open session with this id, which its own principal alone may use. */
  public Optional<Session> find(Caller caller, String id) {
    var idle = Instant.now().minus(settings.get(Settings.Key.SESSION_IDLE));
    return Optional.ofNullable(sessions.get(id))
        .filter(s -> !s.lastUse().isBefore(idle))
        .filter(s -> s.caller().principal().equals(caller.principal()));
  }

  /** Forgets the sessions that lived there. */
  public void drop(Compute compute) {
    sessions.values().removeIf(session -> session.compute() == compute);
  }

  public int count() {
    return sessions.size();
  }

  public void close(Caller caller, String id) {
    find(caller, id).ifPresent(session -> sessions.remove(session.id()));
  }
}
