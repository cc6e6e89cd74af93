package io.lakeroute.workspace.auth;

import com.nimbusds.jose.JOSEException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import io.lakeroute.workspace.identity.Secrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** OAuth for service principals: discovery, and tokens for their secrets. */
public final class OAuthResource implements Resource {

  private final Secrets secrets;
  private final Tokens tokens;

  public OAuthResource(Secrets secrets, Tokens tokens) {
    this.secrets = secrets;
    this.tokens = tokens;
  }

  @Override
  public void register(Router router) {
    router
        .open("GET", "/oidc/.well-known/oauth-authorization-server", OAuthResource::discovery)
        .open("POST", "/oidc/v1/token", this::token);
  }

  private static Response discovery(Request request) {
    String base = request.base() + "/oidc";
    return Response.json(
        Json.object()
            .put("issuer", base)
            .put("authorization_endpoint", base + "/v1/authorize")
            .put("token_endpoint", base + "/v1/token"));
  }

  private Response token(Request request) throws JOSEException {
    var form = form(request.text());
    String[] client = client(request, form);
    var secret = secrets.find(client[0], client[1]);
    if (secret.isEmpty()) {
      return error(401, "invalid_client", "Client authentication failed");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return error(400, "unsupported_grant_type", "Only client_credentials is supported here");
    }
    var grant = new Tokens.Grant(client[0], secret.get().id(), Instant.MAX);
    var issued = tokens.issue(request.base() + "/oidc", grant);
    return Response.json(
        Json.object()
            .put("access_token", issued.token())
            .put("scope", form.getOrDefault("scope", "all-apis"))
            .put("token_type", "Bearer")
            .put("expires_in", issued.seconds()));
  }

  /** Client id and secret, from HTTP Basic or else from the form. */
  private static String[] client(Request request, Map<String, String> form) {
    String header = request.header("Authorization").orElse("");
    if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return new String[] {
        form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")
      };
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      String[] sides = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
      return sides.length == 2 ? sides : new String[] {"", ""};
    } catch (IllegalArgumentException e) {
      return new String[] {"", ""};
    }
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(sides -> sides.length == 2)
        .collect(Collectors.toMap(s -> decode(s[0]), s -> decode(s[1]), (first, again) -> first));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static Response error(int status, String code, String description) {
    return Response.json(
        status, Json.object().put("error", code).put("error_description", description));
  }
}
