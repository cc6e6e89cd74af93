// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import java.util.List;

/**
 * Which tokens of which foreign issuer stand for a service principal; immutable.
 *
 * @param audiences any of which a token must be meant for
 * @param subjectClaim the claim that must be the subject
 * @param jwks the issuer's public keys, as JSON
 * @param createdAt as ISO 8601 text
 */
public record FederationPolicy(
    String id,
    String uid,
    String description,
    String issuer,
    List<String> audiences,
    String subject,
    String subjectClaim,
    String jwks,
    String createdAt) {}
