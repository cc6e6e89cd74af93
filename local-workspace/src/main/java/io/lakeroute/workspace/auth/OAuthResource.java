package io.lakeroute.workspace.auth;

import com.nimbusds.jose.JOSEException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * OAuth for service principals: discovery and the client-credentials grant; and who the caller is.
 */
public final class OAuthResource implements Resource {

  private final Credentials credentials;
  private final Tokens tokens;

  public OAuthResource(Credentials credentials, Tokens tokens) {
    this.credentials = credentials;
    this.tokens = tokens;
  }

  @Override
  public void register(Router router) {
    router
        .open("GET", "/oidc/.well-known/oauth-authorization-server", OAuthResource::discovery)
        .open("POST", "/oidc/v1/token", this::token)
        .add("GET", "/api/2.0/preview/scim/v2/Me", OAuthResource::me);
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
    if (!Authenticator.same(client[0], credentials.clientId())
        || !Authenticator.same(client[1], credentials.clientSecret())) {
      return error(401, "invalid_client", "Client authentication failed");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return error(400, "unsupported_grant_type", "Only client_credentials is supported here");
    }
    var issued = tokens.issue(request.base() + "/oidc");
    return Response.json(
        Json.object()
            .put("access_token", issued.token())
            .put("scope", form.getOrDefault("scope", "all-apis"))
            .put("token_type", "Bearer")
            .put("expires_in", issued.seconds()));
  }

  private static Response me(Request request) {
    return Response.json(
        Json.object()
            .put("id", Integer.toUnsignedString(request.principal().hashCode()))
            .put("userName", request.principal())
            .put("displayName", request.principal())
            .put("active", true));
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
