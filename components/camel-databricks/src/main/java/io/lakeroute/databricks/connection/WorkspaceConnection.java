// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.connection;

import com.databricks.sdk.core.ApiClient;
import io.lakeroute.databricks.auth.SecretAge;
import io.lakeroute.databricks.auth.TokenSource;
import io.lakeroute.databricks.auth.TokenSources;
import io.lakeroute.databricks.jdbc.ClosedDataSource;
import io.lakeroute.databricks.jdbc.ResultDelivery;
import io.lakeroute.databricks.jdbc.SessionPool;
import io.lakeroute.databricks.profile.Compute;
import io.lakeroute.databricks.profile.ConnectionProfile;
import io.lakeroute.databricks.profile.QueryTags;
import io.lakeroute.databricks.rest.LinkHttp;
import io.lakeroute.databricks.rest.RestCalls;
import io.lakeroute.databricks.rest.WorkspaceHttp;
import io.lakeroute.databricks.waiting.Alarms;
import io.lakeroute.databricks.waiting.StatementGate;
import io.lakeroute.databricks.warehouse.RestCluster;
import io.lakeroute.databricks.warehouse.RestWarehouse;
import io.lakeroute.databricks.warehouse.WarehouseControl;
import io.lakeroute.databricks.warehouse.WarehouseStarter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One named connection at work: its token, its sessions and its REST client. Thread-safe; idle
 * until used.
 */
public final class WorkspaceConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkspaceConnection.class);

  /** Stands among the flows for what is none; no flow can be called so. */
  private static final String FOREIGN = "\n";

  /** Follows the name of a flow whose results must not come from object storage. */
  private static final String WITHOUT_STORAGE = "\nreplies";

  private final ConnectionProfile profile;
  private final WorkspaceHttp http;
  private final TokenSource tokens;
  private final Optional<SecretAge> secretAge;
  private final ApiClient api;
  private final RestCalls rest;
  private final LinkHttp links;
  private final WarehouseControl compute;
  private final WarehouseStarter starter;
  private final StatementGate gate;
  private final Workers workers;
  private final Map<String, SessionPool> pools = new ConcurrentHashMap<>();
  private final Map<Class<?>, Object> kept = new ConcurrentHashMap<>();
  private volatile boolean storageReachable = true;

  /**
   * @param gate this connection's share of its warehouse
   */
  public WorkspaceConnection(ConnectionProfile profile, StatementGate gate, Workers workers) {
    this.gate = gate;
    this.profile = profile;
    this.workers = workers;
    this.http = new WorkspaceHttp(profile, workers::after);
    InstantSource clock = InstantSource.system();
    this.secretAge = SecretAge.of(profile, clock);
    this.tokens =
        TokenSources.of(
            profile, http.client(), secretAge, clock, task -> workers.background().execute(task));
    this.api = http.api(tokens);
    this.rest = new RestCalls(profile.name(), tokens);
    this.links = new LinkHttp(profile, workers::after);
    this.compute =
        profile.compute() instanceof Compute.SqlWarehouse
            ? new RestWarehouse(profile.compute().id(), api, rest)
            : new RestCluster(profile.compute().id(), api, rest);
    this.starter =
        new WarehouseStarter(
            profile.compute() + " of connection '" + profile.name() + "'", compute);
  }

  public ConnectionProfile profile() {
    return profile;
  }

  public TokenSource tokens() {
    return tokens;
  }

  /** When the connection's secret ends; empty where there is none. */
  public Optional<SecretAge> secretAge() {
    return secretAge;
  }

  /** For calls that need no token. */
  public WorkspaceHttp http() {
    return http;
  }

  /** For the REST services of the SDK. */
  public ApiClient api() {
    return api;
  }

  /** Makes the calls of those services. */
  public RestCalls rest() {
    return rest;
  }

  /** Fetches parts of results from object storage. */
  public LinkHttp links() {
    return links;
  }

  /** From now on, sessions get large results in replies: object storage is out of reach. */
  public void withoutStorage() {
    storageReachable = false;
  }

  /**
   * What another layer keeps for this connection: made with the first call, the same ever after,
   * and closed with the connection if it can be.
   */
  public <T> T kept(Class<T> type, Function<WorkspaceConnection, T> maker) {
    return type.cast(kept.computeIfAbsent(type, each -> maker.apply(this)));
  }

  /** The SQL warehouse or cluster. */
  public WarehouseControl compute() {
    return compute;
  }

  /** Has the warehouse or cluster run before a statement. */
  public WarehouseStarter starter() {
    return starter;
  }

  /** For what happens when something takes too long. */
  public Alarms alarms() {
    return workers::after;
  }

  /** Threads for readers of streamed results. */
  public Executor background() {
    return workers.background();
  }

  /** Limits the statements under way. */
  public StatementGate gate() {
    return gate;
  }

  /** The sessions of one flow; the empty name is what belongs to none. */
  public SessionPool sessions(String flow) {
    return storageReachable
        ? pools.computeIfAbsent(
            flow, name -> pool(name, QueryTags.of(profile, name), ResultDelivery.LINKS))
        : pools.computeIfAbsent(
            flow + WITHOUT_STORAGE,
            name ->
                pool(
                    name.strip().replace('\n', '-'),
                    QueryTags.of(profile, flow),
                    ResultDelivery.REPLIES));
  }

  /**
   * For plain {@code jdbc:} and {@code sql:} endpoints: sessions of their own, because their
   * statements may leave another catalog or a variable behind.
   *
   * <p>A connection with {@code onlyCatalogs} has none: nobody reads those statements before they
   * run.
   */
  public DataSource dataSource() {
    return profile.onlyCatalogs().open()
        ? pools.computeIfAbsent(
            FOREIGN, name -> pool("jdbc", QueryTags.of(profile, ""), ResultDelivery.LINKS))
        : new ClosedDataSource(profile.name());
  }

  private SessionPool pool(String name, QueryTags tags, ResultDelivery delivery) {
    return new SessionPool(
        profile,
        name,
        tags,
        delivery,
        tokens,
        workers::timer,
        workers::repeat,
        workers::after,
        task -> workers.background().execute(task));
  }

  @Override
  public void close() {
    pools.values().forEach(SessionPool::close);
    kept.values().forEach(this::close);
    kept.clear();
  }

  private void close(Object other) {
    if (other instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (Exception e) {
        LOG.warn("Closing {} of {} failed with {}", open, this, e.getClass().getName());
      }
    }
  }

  @Override
  public String toString() {
    return "connection '" + profile.name() + "'";
  }
}
