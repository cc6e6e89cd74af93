// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import com.nimbusds.jose.JOSEException;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** OAuth for service principals: discovery, and tokens for what a principal shows. */
public final class OAuthResource implements Resource {

  private final OAuthGrants grants;
  private final Tokens tokens;

  public OAuthResource(OAuthGrants grants, Tokens tokens) {
    this.grants = grants;
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
    var grant =
        switch (form.getOrDefault("grant_type", "")) {
          case "client_credentials" -> grants.clientCredentials(request, form);
          case OAuthGrants.TOKEN_EXCHANGE -> grants.tokenExchange(form);
          default ->
              throw error(400, "unsupported_grant_type", "The local workspace has no such grant");
        };
    var issued = tokens.issue(request.base() + "/oidc", grant);
    return Response.json(
        Json.object()
            .put("access_token", issued.token())
            .put("scope", form.getOrDefault("scope", "all-apis"))
            .put("token_type", "Bearer")
            .put("expires_in", issued.seconds()));
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

  static ApiException error(int status, String code, String description) {
    var body = Json.object().put("error", code).put("error_description", description);
    return new ApiException(Response.json(status, body), description);
  }
}
