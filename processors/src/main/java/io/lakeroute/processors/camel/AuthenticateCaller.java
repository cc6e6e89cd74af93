// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.rest.ApiKeys;
import io.lakeroute.processors.rest.CallerTenants;
import io.lakeroute.processors.rest.JwtVerifier;
import io.lakeroute.processors.rest.ProblemReason;
import io.lakeroute.processors.rest.RequestException;
import io.lakeroute.processors.rest.RequestTarget;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Lets only callers with a valid API key or token pass, and names the request, the caller and,
 * where callers have tenants, the caller's tenant; thread-safe once started.
 */
public class AuthenticateCaller extends ServiceSupport implements Processor {

  static final String REQUEST_ID_HEADER = "X-Request-Id";

  /** Exchange property with the request's id. */
  static final String REQUEST_ID = "LakerouteRequestId";

  /** Exchange property with the name of the caller: of its key, or the token's subject. */
  static final String CALLER = "LakerouteCaller";

  /** Exchange property with the tenant of the caller, where callers have tenants. */
  static final String TENANT = "LakerouteTenant";

  /** Exchange property with the value of WWW-Authenticate for callers that do not pass. */
  static final String CHALLENGE = "LakerouteChallenge";

  private static final String API_KEY_HEADER = "X-API-Key";
  private static final String BEARER = "Bearer ";

  private String apiKeyHashes = "";
  private String jwtIssuer = "";
  private String jwtAudience = "";
  private String jwtKeys = "";
  private String jwtTenantClaim = "";
  private String tenantPairs = "";
  private ApiKeys apiKeys = ApiKeys.parse("");
  private Optional<JwtVerifier> tokens = Optional.empty();
  private CallerTenants tenants = CallerTenants.parse("", "", Set.of());

  /** Who called, and for whom. */
  private record Caller(String name, Optional<String> tenant) {}

  @Override
  protected void doStart() {
    apiKeys = ApiKeys.parse(apiKeyHashes);
    tokens = tokens();
    tenants = CallerTenants.parse(tenantPairs, jwtTenantClaim, apiKeys.names());
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
    Optional<Caller> caller =
        header(message, API_KEY_HEADER)
            .flatMap(apiKeys::caller)
            .map(key -> new Caller(key, tenants.ofKey(key)))
            .or(() -> bearer(message));
    if (caller.isEmpty()) {
      exchange.setProperty(CHALLENGE, challenge());
      throw new RequestException(
          ProblemReason.CREDENTIALS_REQUIRED,
          tokens.isEmpty()
              ? "Send a valid API key in the header " + API_KEY_HEADER
              : "Send a valid token in the header Authorization, or a valid API key in the header "
                  + API_KEY_HEADER);
    }
    exchange.setProperty(CALLER, caller.get().name());
    if (!tenants.isEmpty()) {
      exchange.setProperty(
          TENANT,
          caller
              .get()
              .tenant()
              .orElseThrow(
                  () ->
                      new RequestException(
                          ProblemReason.NOT_ALLOWED,
                          "These credentials belong to no tenant; an operator assigns one")));
    }
  }

  private Optional<Caller> bearer(Message message) {
    return tokens.flatMap(
        verifier ->
            header(message, "Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .flatMap(value -> verifier.claims(value.substring(BEARER.length()).trim()))
                .map(
                    claims ->
                        new Caller(String.valueOf(claims.get("sub")), tenants.ofToken(claims))));
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

  /** The claim of tokens that names the caller's tenant; empty if tokens name none. */
  public void setJwtTenantClaim(String jwtTenantClaim) {
    this.jwtTenantClaim = jwtTenantClaim;
  }

  /** The tenants of API keys as {@code key=tenant} pairs separated by commas; empty for none. */
  public void setTenants(String pairs) {
    this.tenantPairs = pairs;
  }
}
