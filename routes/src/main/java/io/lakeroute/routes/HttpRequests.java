// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.routes;

import io.lakeroute.processors.rest.Problem;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RefusalLog;
import io.lakeroute.processors.rest.RequestTarget;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Lets a bounded number of requests into the routes of the HTTP server, refuses the others at once,
 * and ends the work on those whose caller hangs up. Thread-safe once started.
 */
public final class HttpRequests implements RoutePolicyFactory, CamelContextAware {

  private static final String OPEN = "LakerouteOpenRequest";
  private static final String REQUEST_ID_HEADER = "X-Request-Id";
  private static final int RETRY_AFTER_SECONDS = 5;

  private final RequestLimit limit = new RequestLimit();
  private final RefusalLog refused = new RefusalLog();
  private final RoutePolicy policy = new Policy();
  private CamelContext camelContext;

  /** How many requests are worked on at once, those that wait included. */
  public void setMaxRequests(int requests) {
    limit.most(requests);
  }

  @Override
  public CamelContext getCamelContext() {
    return camelContext;
  }

  /**
   * Camel looks for such factories before it makes the beans that properties name; when one is
   * added, it gets the context again.
   */
  @Override
  public void setCamelContext(CamelContext context) {
    if (camelContext != context) {
      camelContext = context;
      context.addRoutePolicyFactory(this);
    }
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    return policy;
  }

  /** All routes share it: a request is followed by the first one it comes to, never by a second. */
  private final class Policy extends RoutePolicySupport {

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      if (!(exchange.getIn() instanceof HttpMessage http) || exchange.getProperty(OPEN) != null) {
        return;
      }
      if (limit.enter()) {
        exchange.setProperty(OPEN, new OpenRequest(route, exchange, http.getResponse()));
      } else {
        refuse(exchange);
      }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      if (exchange.getProperty(OPEN) instanceof OpenRequest request && request.isOf(route)) {
        limit.leave();
        request.answer();
      }
    }
  }

  private void refuse(Exchange exchange) {
    refused.add(
        "The server works on "
            + limit.most()
            + " requests, its limit (lakeroute.rest.maxRequests).");
    Message message = exchange.getMessage();
    String requestId =
        Optional.ofNullable(message.getHeader(REQUEST_ID_HEADER, String.class))
            .flatMap(RequestTarget::requestId)
            .orElseGet(() -> UUID.randomUUID().toString());
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, ProblemReason.THROTTLED.status());
    message.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
    message.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    message.setHeader(REQUEST_ID_HEADER, requestId);
    message.setBody(
        OpenRequest.whole(
            new Problem(
                    ProblemReason.THROTTLED,
                    "This node works on as many requests as it can; try again after Retry-After"
                        + " seconds",
                    requestId)
                .json()));
    exchange.setRouteStop(true);
  }
}
