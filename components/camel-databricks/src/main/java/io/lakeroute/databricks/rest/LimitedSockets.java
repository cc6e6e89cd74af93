// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.rest;

import io.lakeroute.databricks.error.CallTimeoutException;
import io.lakeroute.databricks.waiting.Alarm;
import io.lakeroute.databricks.waiting.Alarms;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpClientConnection;
import org.apache.http.config.Registry;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.ConnectionRequest;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets that are closed under a call that takes too long as a whole: the timeouts of sockets
 * begin anew with every byte. Thread-safe.
 */
final class LimitedSockets extends PoolingHttpClientConnectionManager {

  private static final Logger LOG = LoggerFactory.getLogger(LimitedSockets.class);

  /** The call that a thread makes; the client asks for sockets on the thread of its caller. */
  private final ThreadLocal<Use> calls = new ThreadLocal<>();

  LimitedSockets(Registry<ConnectionSocketFactory> schemes, Duration life) {
    super(schemes, null, null, null, life.toSeconds(), TimeUnit.SECONDS);
  }

  /** A call over these sockets. */
  @FunctionalInterface
  interface Call<T> {
    T make() throws IOException;
  }

  /**
   * What a call gives that is made on this thread.
   *
   * @throws CallTimeoutException when it took longer than it may
   */
  <T> T within(Duration time, Alarms alarms, Call<T> call) throws IOException {
    if (time.isZero()) {
      throw new CallTimeoutException(time);
    }
    Use use = new Use();
    calls.set(use);
    try (Alarm alarm = Alarm.after(time, alarms, use::end)) {
      try {
        return call.make();
      } catch (IOException | RuntimeException e) {
        if (alarm.rang()) {
          throw new CallTimeoutException(time);
        }
        throw e;
      }
    } finally {
      calls.remove();
    }
  }

  /** Whether the call that this thread makes took too long. */
  boolean over() {
    Use use = calls.get();
    return use != null && use.ended();
  }

  @Override
  public ConnectionRequest requestConnection(HttpRoute route, Object state) {
    ConnectionRequest asked = super.requestConnection(route, state);
    Use use = calls.get();
    if (use == null) {
      return asked;
    }
    use.has(asked::cancel);
    return new ConnectionRequest() {
      @Override
      public HttpClientConnection get(long timeout, TimeUnit unit)
          throws InterruptedException, ExecutionException, ConnectionPoolTimeoutException {
        HttpClientConnection connection = asked.get(timeout, unit);
        use.has(connection::shutdown);
        return connection;
      }

      @Override
      public boolean cancel() {
        return asked.cancel();
      }
    };
  }

  /** What a call waits for at the moment. A socket that went back to the pool is not closed. */
  private static final class Use {

    private Ending ending = () -> {};
    private boolean ended;

    @FunctionalInterface
    interface Ending {
      void end() throws IOException;
    }

    synchronized void has(Ending next) {
      ending = next;
      if (ended) {
        end();
      }
    }

    synchronized boolean ended() {
      return ended;
    }

    synchronized void end() {
      ended = true;
      try {
        ending.end();
      } catch (IOException e) {
        LOG.debug("Closing a socket failed with {}", e.getClass().getName());
      }
    }
  }
}
