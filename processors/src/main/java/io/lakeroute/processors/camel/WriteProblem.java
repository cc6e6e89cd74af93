// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.definition.DefinitionException;
import io.lakeroute.processors.mapping.MappingException;
import io.lakeroute.processors.rest.DatabricksFailure;
import io.lakeroute.processors.rest.Problem;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RefusalLog;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.segment.SegmentErrors;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a failed request with problem+json, and logs what callers must not see; thread-safe.
 *
 * <p>The route names the reason, the delay and the missing grant of a failure towards Databricks in
 * the exchange properties {@code LakerouteProblemReason}, {@code LakerouteRetryAfter} and {@code
 * LakerouteMissingGrant}, so that this class needs no type of the component; {@code
 * LakerouteRaised} has what one of our own statements raised. Where it knows better than this class
 * what a reason means to callers, it says so in {@code LakerouteDetail.<reason>}, and in {@code
 * LakerouteInstead.<reason>} which reason it is to them.
 */
public class WriteProblem implements Processor {

  static final String REASON = "LakerouteProblemReason";
  static final String RETRY_AFTER = "LakerouteRetryAfter";
  static final String MISSING_GRANT = "LakerouteMissingGrant";
  static final String DETAIL = "LakerouteDetail.";
  static final String INSTEAD = "LakerouteInstead.";
  static final String RAISED = "LakerouteRaised";

  private static final Logger LOG = LoggerFactory.getLogger(WriteProblem.class);
  private static final int DEFAULT_RETRY_AFTER_SECONDS = 5;

  private final RefusalLog refused = new RefusalLog();

  @Override
  public void process(Exchange exchange) {
    Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String requestId = exchange.getProperty(AuthenticateCaller.REQUEST_ID, "unknown", String.class);
    Problem problem = problem(exchange, failure, requestId);
    log(problem, failure);

    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.reason().status());
    message.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
    message.setHeader(AuthenticateCaller.REQUEST_ID_HEADER, requestId);
    if (problem.reason() == ProblemReason.CREDENTIALS_REQUIRED) {
      message.setHeader("WWW-Authenticate", exchange.getProperty(AuthenticateCaller.CHALLENGE));
    }
    if (problem.reason().status() == 503) {
      message.setHeader("Retry-After", retryAfter(exchange));
    }
    message.setBody(problem.json());
  }

  private static Problem problem(Exchange exchange, Exception failure, String requestId) {
    if (failure instanceof RequestException request) {
      return new Problem(request.getReason(), request.getMessage(), requestId);
    }
    if (failure instanceof DefinitionException definition) {
      return new Problem(
          ProblemReason.INVALID,
          "The definition is wrong at the places in errors",
          requestId,
          definition.errors().stream()
              .map(error -> new Problem.PlacedError(error.path(), error.detail()))
              .toList());
    }
    ProblemReason reason =
        failure instanceof MappingException
            ? ProblemReason.CONFIGURATION
            : ProblemReason.named(exchange.getProperty(REASON, "", String.class));
    Optional<String> duplicate = SegmentErrors.detail(optional(exchange, RAISED));
    if (duplicate.isPresent()) {
      return new Problem(ProblemReason.INVALID, duplicate.get(), requestId);
    }
    reason = exchange.getProperty(INSTEAD + reason, reason, ProblemReason.class);
    String detail =
        exchange.getProperty(
            DETAIL + reason,
            DatabricksFailure.detail(reason, optional(exchange, MISSING_GRANT)),
            String.class);
    return new Problem(reason, detail, requestId);
  }

  private static String optional(Exchange exchange, String property) {
    return exchange.getProperty(property) instanceof Optional<?> text
        ? text.map(Object::toString).orElse("")
        : "";
  }

  private void log(Problem problem, Exception failure) {
    if (problem.reason() == ProblemReason.THROTTLED) {
      LOG.debug("Request {} refused: {}", problem.requestId(), failure.getMessage());
      refused.add(failure.getMessage());
    } else if ((failure instanceof RequestException || failure instanceof DefinitionException)
        && problem.reason().status() < 500) {
      LOG.debug("Request {} refused: {}", problem.requestId(), problem.detail());
    } else if (problem.reason() == ProblemReason.INTERNAL) {
      LOG.error("Request {} failed", problem.requestId(), failure);
    } else {
      LOG.warn(
          "Request {} failed, {}: {}", problem.requestId(), problem.reason(), failure.getMessage());
    }
  }

  private static int retryAfter(Exchange exchange) {
    String seconds = exchange.getProperty(RETRY_AFTER, "", String.class);
    return seconds.matches("[1-9][0-9]{0,5}")
        ? Integer.parseInt(seconds)
        : DEFAULT_RETRY_AFTER_SECONDS;
  }
}
