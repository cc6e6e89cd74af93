// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.JWKSet;
import io.lakeroute.workspace.http.ApiException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which foreign tokens stand for which service principal; safe for threads. */
final class FederationPolicies {

  private static final int MOST = 20;

  private final Principals principals;

  /** What a token must be meant for where a policy does not say. */
  private final String defaultAudience;

  FederationPolicies(Principals principals, String defaultAudience) {
    this.principals = principals;
    this.defaultAudience = defaultAudience;
  }

  /**
   * Adds a policy.
   *
   * @param wantedId its id; empty: one is made up
   */
  FederationPolicy create(String principalId, String wantedId, JsonNode json) {
    String id = wantedId.isEmpty() ? UUID.randomUUID().toString() : wantedId;
    if (!id.matches("[a-z0-9/-]{2,63}")) {
      throw ApiException.badRequest(
          "policy_id must be 2 to 63 lower-case letters, digits, hyphens and slashes.");
    }
    var policy = policy(id, json);
    change(
        principalId,
        policies -> {
          if (policies.stream().anyMatch(other -> other.id().equals(id))) {
            throw new ApiException(
                409, "RESOURCE_ALREADY_EXISTS", "Federation policy " + id + " already exists.");
          }
          if (policies.size() == MOST) {
            throw ApiException.badRequest(
                "Service principal %s already has %d federation policies."
                    .formatted(principalId, MOST));
          }
          return Stream.concat(policies.stream(), Stream.of(policy)).toList();
        });
    return policy;
  }

  void delete(String principalId, String id) {
    change(
        principalId,
        policies -> policies.stream().filter(policy -> !policy.id().equals(id)).toList());
  }

  private void change(String principalId, UnaryOperator<List<FederationPolicy>> change) {
    principals.change(
        principalId, principal -> principal.withPolicies(change.apply(principal.policies())));
  }

  private FederationPolicy policy(String id, JsonNode json) {
    var oidc = json.path("oidc_policy");
    var audiences =
        StreamSupport.stream(oidc.path("audiences").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return new FederationPolicy(
        id,
        UUID.randomUUID().toString(),
        json.path("description").asText(),
        required(oidc, "issuer"),
        audiences.isEmpty() ? List.of(defaultAudience) : audiences,
        required(oidc, "subject"),
        oidc.path("subject_claim").asText("sub"),
        keys(oidc),
        Instant.now().toString());
  }

  private static String required(JsonNode oidc, String field) {
    String text = oidc.path(field).asText();
    if (text.isEmpty()) {
      throw ApiException.badRequest("oidc_policy." + field + " must not be empty.");
    }
    return text;
  }

  private static String keys(JsonNode oidc) {
    if (!oidc.hasNonNull("jwks_json")) {
      throw ApiException.badRequest(
          "The local workspace fetches no keys: oidc_policy.jwks_json must hold them.");
    }
    String text = oidc.get("jwks_json").asText();
    try {
      JWKSet.parse(text);
    } catch (ParseException e) {
      throw ApiException.badRequest("oidc_policy.jwks_json is no JSON web key set.");
    }
    return text;
  }
}
