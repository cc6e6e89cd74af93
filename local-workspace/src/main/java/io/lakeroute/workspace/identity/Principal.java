// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import java.util.List;

/**
 * Who may call the workspace; immutable.
 *
 * @param id the SCIM id, a number
 * @param name what statements and grants call it: a service principal's application id, a user's
 *     e-mail address
 */
public record Principal(
    String id,
    Kind kind,
    String name,
    String displayName,
    List<ClientSecret> secrets,
    List<FederationPolicy> policies) {

  /** What a principal stands for. */
  public enum Kind {
    USER,
    SERVICE_PRINCIPAL
  }

  static Principal of(String id, Kind kind, String name, String displayName) {
    return new Principal(id, kind, name, displayName, List.of(), List.of());
  }

  Principal withSecrets(List<ClientSecret> others) {
    return new Principal(id, kind, name, displayName, List.copyOf(others), policies);
  }

  Principal withPolicies(List<FederationPolicy> others) {
    return new Principal(id, kind, name, displayName, secrets, List.copyOf(others));
  }

  /** Its secrets stay out of logs. */
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
