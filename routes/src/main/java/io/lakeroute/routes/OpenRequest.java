// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.waiting.Caller;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.support.UnitOfWorkHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that a route works on, whose work and exchange end when the caller hangs up.
 * Thread-safe.
 *
 * <p>Camel does not notice that: the route runs on, and a body that was being written is never
 * written to its end, so that the exchange stays open, with all that it holds.
 */
final class OpenRequest {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRequest.class);

  private enum State {
    WORKING,
    ANSWERING,
    GONE
  }

  private final Route route;
  private final Exchange exchange;
  private final HttpServerResponse response;
  private final Caller caller;
  private State state = State.WORKING;
  private volatile Optional<AnswerStream> answer = Optional.empty();

  OpenRequest(Route route, Exchange exchange, HttpServerResponse response) {
    this.route = route;
    this.exchange = exchange;
    this.response = response;
    // Camel makes the exchange when the request is there, before it waits for a thread.
    this.caller = Caller.ofRequest(Duration.ofMillis(exchange.getClock().elapsed()));
    exchange.setProperty(DatabricksConstants.CALLER_PROPERTY, caller);
    if (!response.headWritten()) {
      // The same URL has another answer for another caller. Camel passes on no such header of a
      // route.
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    response.closeHandler(closed -> hangUp());
    if (response.closed()) {
      hangUp();
    }
  }

  /** Whether this route followed the request first. */
  boolean isOf(Route other) {
    return route == other;
  }

  /** The route has ended: what it left in the body is written now. */
  void answer() {
    Message message = exchange.getMessage();
    Object body = message.getBody();
    if (enter(State.ANSWERING)) {
      caller.dismiss();
      if (body instanceof byte[] bytes) {
        message.setBody(whole(bytes));
      } else if (body instanceof InputStream stream) {
        answer = Optional.of(new AnswerStream(stream));
        message.setBody(answer.get());
      }
    } else {
      message.setBody(null);
      if (body instanceof InputStream stream) {
        giveUp(new AnswerStream(stream));
      }
    }
  }

  /**
   * A body that Vert.x writes at once; Camel would make a stream of bytes, and read that on a
   * thread of the pool, behind all requests that wait for one.
   */
  static Object whole(byte[] body) {
    return ByteBuffer.wrap(body);
  }

  private void hangUp() {
    if (response.ended()) {
      return; // With HTTP/2, each answer closes its stream.
    }
    if (enter(State.GONE)) {
      caller.leave();
    } else if (answering()) {
      endExchange();
    }
  }

  /** The connection may be seen to close twice while the route works. */
  private synchronized boolean answering() {
    return state == State.ANSWERING;
  }

  private synchronized boolean enter(State next) {
    if (state != State.WORKING) {
      return false;
    }
    state = next;
    return true;
  }

  /** Closing may call a service, so it has a thread; the exchange ends where Camel ends it. */
  private void endExchange() {
    Vertx.currentContext()
        .executeBlocking(
            () -> {
              answer.ifPresent(OpenRequest::giveUp);
              return null;
            },
            false)
        .onComplete(
            closed ->
                // Without one, Camel itself has ended the exchange meanwhile.
                UnitOfWorkHelper.doneUow(exchange.getUnitOfWork(), exchange));
  }

  private static void giveUp(AnswerStream body) {
    try {
      body.giveUp();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Closing the body of an answer that nobody reads failed", e);
    }
  }
}
