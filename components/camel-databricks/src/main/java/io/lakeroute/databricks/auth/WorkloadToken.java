// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A JSON Web Token that another issuer wrote for this workload, with the claims a federation policy
 * looks at. Immutable; its text shows the claims, not the token.
 */
record WorkloadToken(
    String value,
    String issuer,
    String subject,
    List<String> audiences,
    Optional<Instant> expires) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads the file, whose writer replaces it before the token expires. */
  static WorkloadToken read(Path file) {
    String value = Secret.file(file).value();
    String[] parts = value.split("\\.", -1);
    try {
      if (parts.length != 3) {
        throw new IllegalArgumentException("parts: " + parts.length);
      }
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      List<String> audiences = new ArrayList<>();
      JsonNode aud = claims.path("aud");
      (aud.isArray() ? aud : JSON.createArrayNode().add(aud))
          .forEach(one -> audiences.add(one.asText()));
      return new WorkloadToken(
          value,
          claims.path("iss").asText(),
          claims.path("sub").asText(),
          List.copyOf(audiences),
          claims.has("exp")
              ? Optional.of(Instant.ofEpochSecond(claims.path("exp").asLong()))
              : Optional.empty());
    } catch (IOException | IllegalArgumentException e) {
      throw new DatabricksException(
          Reason.CONFIGURATION,
          "The file "
              + file
              + " holds no JSON Web Token. Check tokenFile; federation needs a token of another issuer,"
              + " such as a projected Kubernetes service account token.");
    }
  }

  @Override
  public String toString() {
    return "issuer '"
        + issuer
        + "', subject '"
        + subject
        + "', audience '"
        + String.join("', '", audiences)
        + "'";
  }
}
