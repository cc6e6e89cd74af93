package io.lakeroute.workspace.warehouses;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.knobs.Settings;
import java.time.Duration;
import java.time.Instant;

/**
 * The one SQL warehouse: it stops when idle, if told to, and takes its time to start; safe for
 * threads.
 */
public final class Warehouse {

  /** The states that this warehouse has. */
  public enum State {
    STOPPED,
    STARTING,
    RUNNING
  }

  private final String id;
  private final Settings settings;
  private final Authorizer authorizer;
  private boolean stopped;
  private Instant readyAt = Instant.EPOCH;
  private Instant lastUse = Instant.now();
  private int users;

  /** It runs from the beginning. */
  public Warehouse(String id, Settings settings, Authorizer authorizer) {
    this.id = id;
    this.settings = settings;
    this.authorizer = authorizer;
  }

  public String id() {
    return id;
  }

  /** Refuses any other warehouse's id, and whoever may not use this one. */
  public void require(String other, String principal) {
    require(other, principal, Privilege.CAN_USE);
  }

  void require(String other, String principal, Privilege privilege) {
    if (!other.matches("[0-9a-f]{16}")) {
      throw ApiException.badRequest(other + " is not a valid endpoint id.");
    }
    if (!other.equals(id) || !allows(principal, privilege)) {
      throw WarehousesResource.denied(other);
    }
  }

  boolean allows(String principal, Privilege privilege) {
    return authorizer.holds(principal, privilege, Securable.warehouse(id));
  }

  public synchronized State state() {
    if (!stopped && Instant.now().isBefore(readyAt)) {
      return State.STARTING;
    }
    Duration idle = settings.get(Settings.Key.IDLE_STOP);
    if (users == 0 && !idle.isZero() && lastUse.plus(idle).isBefore(Instant.now())) {
      stopped = true;
    }
    return stopped ? State.STOPPED : State.RUNNING;
  }

  public synchronized void start() {
    if (state() == State.STOPPED) {
      stopped = false;
      readyAt = Instant.now().plus(settings.get(Settings.Key.WAREHOUSE_START));
      lastUse = readyAt;
    }
  }

  public synchronized void stop() {
    stopped = true;
  }

  /** Keeps the warehouse from idling until it is closed. */
  public final class Use implements AutoCloseable {

    private Use() {
      synchronized (Warehouse.this) {
        start();
        users++;
      }
    }

    /** Waits until the warehouse runs, however long that takes. */
    public void awaitRunning() throws InterruptedException {
      synchronized (Warehouse.this) {
        while (state() != State.RUNNING) {
          start();
          long millis = Duration.between(Instant.now(), readyAt).toMillis();
          Warehouse.this.wait(Math.max(millis, 1));
        }
      }
    }

    @Override
    public void close() {
      synchronized (Warehouse.this) {
        users--;
        lastUse = Instant.now();
      }
    }
  }

  public Use use() {
    return new Use();
  }
}
