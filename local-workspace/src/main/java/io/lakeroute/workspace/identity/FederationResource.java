// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.http.Request;
import io.lakeroute.workspace.http.Resource;
import io.lakeroute.workspace.http.Response;
import io.lakeroute.workspace.http.Router;
import java.util.Optional;

/** The federation policies of service principals, under the account's path. */
public final class FederationResource implements Resource {

  private static final String PATH =
      "/api/2.0/accounts/{account}/servicePrincipals/{id}/federationPolicies";

  private final Access access;
  private final FederationPolicies policies;

  public FederationResource(Principals principals, Access access, String accountId) {
    this.access = access;
    this.policies = new FederationPolicies(principals, accountId);
  }

  @Override
  public void register(Router router) {
    router
        .add("POST", PATH, this::create)
        .add("GET", PATH, this::list)
        .add("GET", PATH + "/{policy}", this::get)
        .add("DELETE", PATH + "/{policy}", this::delete);
  }

  private Response create(Request request) {
    String id = request.parameter("policy_id").orElse("");
    var policy = policies.create(principal(request).id(), id, request.json());
    return Response.json(json(request, policy));
  }

  private Response list(Request request) {
    var body = Json.object();
    var list = body.putArray("policies");
    principal(request).policies().forEach(policy -> list.add(json(request, policy)));
    return Response.json(body);
  }

  private Response get(Request request) {
    return Response.json(json(request, policy(request)));
  }

  private Response delete(Request request) {
    policies.delete(principal(request).id(), policy(request).id());
    return Response.json(Json.object());
  }

  private Principal principal(Request request) {
    access.requireAdmin(request);
    return access.servicePrincipal(request);
  }

  private FederationPolicy policy(Request request) {
    String id = request.variable("policy");
    Optional<FederationPolicy> found =
        principal(request).policies().stream().filter(p -> p.id().equals(id)).findFirst();
    return found.orElseThrow(
        () ->
            ApiException.notFound(
                "RESOURCE_DOES_NOT_EXIST", "Federation policy " + id + " does not exist."));
  }

  private static ObjectNode json(Request request, FederationPolicy policy) {
    String principal = request.variable("id");
    var json =
        Json.object()
            .put(
                "name",
                "accounts/%s/servicePrincipals/%s/federationPolicies/%s"
                    .formatted(request.variable("account"), principal, policy.id()))
            .put("uid", policy.uid())
            .put("policy_id", policy.id())
            .put("service_principal_id", Long.parseLong(principal))
            .put("description", policy.description())
            .put("create_time", policy.createdAt())
            .put("update_time", policy.createdAt());
    var oidc =
        json.putObject("oidc_policy")
            .put("issuer", policy.issuer())
            .put("subject", policy.subject())
            .put("subject_claim", policy.subjectClaim())
            .put("jwks_json", policy.jwks());
    policy.audiences().forEach(oidc.putArray("audiences")::add);
    return json;
  }
}
