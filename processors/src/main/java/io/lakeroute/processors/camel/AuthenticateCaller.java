package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.ApiKeys;
import io.lakeroute.processors.rest.JwtVerifier;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.rest.RequestTarget;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Lets only callers with a valid API key or token pass, and names the request; thread-safe once
 * started.
 */
public class AuthenticateCaller extends ServiceSupport implements Processor {

  static final String REQUEST_ID_HEADER = "X-Request-Id";

  /** Exchange property with the request's id. */
  static final String REQUEST_ID = "LakerouteRequestId";

  /** Exchange property with the name of the caller: of its key, or the token's subject. */
  static final String CALLER = "LakerouteCaller";

  /** Exchange property with the value of WWW-Authenticate for callers that do not pass. */
  static final String CHALLENGE = "LakerouteChallenge";

  private static final String API_KEY_HEADER = "X-API-Key";
  private static final String BEARER = "Bearer ";

  private String apiKeyHashes = "";
  private String jwtIssuer = "";
  private String jwtAudience = "";
  private String jwtKeys = "";
  private ApiKeys apiKeys = ApiKeys.parse("");
  private Optional<JwtVerifier> tokens = Optional.empty();

  @Override
  protected void doStart() {
    apiKeys = ApiKeys.parse(apiKeyHashes);
    tokens = tokens();
    if (apiKeys.isEmpty() && tokens.isEmpty()) {
      throw new IllegalArgumentException(
          "No caller could use the REST API: set lakeroute.rest.apiKeys to <name>=<SHA-256 of a"
              + " random key in hex>, or lakeroute.rest.jwt.issuer, .audience and .keys");
    }
  }

  private Optional<JwtVerifier> tokens() {
    if (jwtIssuer.isBlank() && jwtAudience.isBlank() && jwtKeys.isBlank()) {
      return Optional.empty();
    }
    if (jwtIssuer.isBlank() || jwtAudience.isBlank() || jwtKeys.isBlank()) {
      throw new IllegalArgumentException(
          "Tokens need lakeroute.rest.jwt.issuer, lakeroute.rest.jwt.audience and"
              + " lakeroute.rest.jwt.keys, all three");
    }
    return Optional.of(new JwtVerifier(jwtKeys, jwtIssuer, jwtAudience));
  }

  @Override
  public void process(Exchange exchange) {
    Message message = exchange.getMessage();
    exchange.setProperty(
        REQUEST_ID,
        header(message, REQUEST_ID_HEADER)
            .flatMap(RequestTarget::requestId)
            .orElseGet(() -> UUID.randomUUID().toString()));
    Optional<String> caller =
        header(message, API_KEY_HEADER).flatMap(apiKeys::caller).or(() -> subject(message));
    if (caller.isEmpty()) {
      exchange.setProperty(CHALLENGE, challenge());
      throw new RequestException(
          ProblemReason.CREDENTIALS_REQUIRED,
          tokens.isEmpty()
              ? "Send a valid API key in the header " + API_KEY_HEADER
              : "Send a valid token in the header Authorization, or a valid API key in the header "
                  + API_KEY_HEADER);
    }
    exchange.setProperty(CALLER, caller.get());
  }

  private Optional<String> subject(Message message) {
    return tokens.flatMap(
        verifier ->
            header(message, "Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(value -> verifier.caller(value.substring(BEARER.length()).trim())));
  }

  private String challenge() {
    String apiKey = "ApiKey header=\"" + API_KEY_HEADER + "\"";
    return tokens.isEmpty() ? apiKey : "Bearer, " + apiKey;
  }

  private static Optional<String> header(Message message, String name) {
    return message.getHeader(name) instanceof String value ? Optional.of(value) : Optional.empty();
  }

  /** The API keys as {@code name=sha256} pairs separated by commas; empty for none. */
  public void setApiKeys(String pairs) {
    this.apiKeyHashes = pairs;
  }

  /** The issuer of accepted tokens; empty for none. */
  public void setJwtIssuer(String jwtIssuer) {
    this.jwtIssuer = jwtIssuer;
  }

  /** The audience that accepted tokens must name. */
  public void setJwtAudience(String jwtAudience) {
    this.jwtAudience = jwtAudience;
  }

  /** Where the token issuer's public keys are, as a JWKS. */
  public void setJwtKeys(String jwtKeys) {
    this.jwtKeys = jwtKeys;
  }
}
