package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.ApiKeys;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.rest.RequestTarget;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Lets only callers with a valid API key pass, and names the request; thread-safe. */
public class AuthenticateCaller implements Processor {

  static final String API_KEY_HEADER = "X-API-Key";
  static final String REQUEST_ID_HEADER = "X-Request-Id";

  /** Exchange property with the request's id. */
  static final String REQUEST_ID = "LakerouteRequestId";

  /** Exchange property with the name of the caller, as configured. */
  static final String CALLER = "LakerouteCaller";

  private ApiKeys apiKeys = ApiKeys.parse("");

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    String requestId =
        header(message, REQUEST_ID_HEADER)
            .flatMap(RequestTarget::requestId)
            .orElseGet(() -> UUID.randomUUID().toString());
    exchange.setProperty(REQUEST_ID, requestId);
    String caller =
        header(message, API_KEY_HEADER)
            .flatMap(apiKeys::caller)
            .orElseThrow(
                () ->
                    new RequestException(
                        ProblemReason.CREDENTIALS_REQUIRED,
                        "Send a valid API key in the header " + API_KEY_HEADER));
    exchange.setProperty(CALLER, caller);
  }

  private static Optional<String> header(Message message, String name) {
    return message.getHeader(name) instanceof String value ? Optional.of(value) : Optional.empty();
  }

  /** The keys as {@code name=sha256} pairs separated by commas; at least one. */
  public void setApiKeys(String pairs) {
    apiKeys = ApiKeys.parse(pairs);
    if (apiKeys.isEmpty()) {
      throw new IllegalArgumentException(
          "No caller could use the REST API: set lakeroute.rest.apiKeys to <name>=<SHA-256 of a key"
              + " in hex>; make one with: printf %s \"$KEY\" | sha256sum");
    }
  }
}
