// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import java.time.Instant;
import java.util.List;

/** The secrets of service principals, under the workspace's path and under the account's. */
public final class SecretsResource implements Resource {

  private static final List<String> PATHS =
      List.of(
          "/api/2.0/accounts/servicePrincipals/{id}/credentials/secrets",
          "/api/2.0/accounts/{account}/servicePrincipals/{id}/credentials/secrets");

  private final Access access;
  private final Secrets secrets;

  public SecretsResource(Access access, Secrets secrets) {
    this.access = access;
    this.secrets = secrets;
  }

  @Override
  public void register(Router router) {
    for (String path : PATHS) {
      router
          .add("POST", path, this::create)
          .add("GET", path, this::list)
          .add("DELETE", path + "/{secret}", this::delete);
    }
  }

  private Response create(Request request) {
    var principal = access.servicePrincipal(request);
    var created = secrets.create(principal.id(), request.json().path("lifetime").asText());
    return Response.json(json(created.secret()).put("secret", created.value()));
  }

  private Response list(Request request) {
    var body = Json.object();
    var list = body.putArray("secrets");
    access.servicePrincipal(request).secrets().forEach(secret -> list.add(json(secret)));
    return Response.json(body);
  }

  private Response delete(Request request) {
    secrets.delete(access.servicePrincipal(request).id(), request.variable("secret"));
    return Response.json(Json.object());
  }

  private static ObjectNode json(ClientSecret secret) {
    String created = Instant.ofEpochMilli(secret.createdAt()).toString();
    return Json.object()
        .put("id", secret.id())
        .put("secret_hash", secret.hash())
        .put("status", secret.expired() ? "EXPIRED" : "ACTIVE")
        .put("create_time", created)
        .put("update_time", created)
        .put("expire_time", Instant.ofEpochMilli(secret.expiresAt()).toString());
  }
}
