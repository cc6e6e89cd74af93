// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.auth;

import io.lakeroute.workspace.identity.Principal;
import io.lakeroute.workspace.identity.Principals;
import java.util.List;

/**
 * What the workspace began with: a service principal with its secret, and one personal access
 * token.
 *
 * @param signingKey the secret under which access tokens are signed, at least 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never changed or compared
public record Credentials(
    String clientId, String clientSecret, String personalToken, byte[] signingKey) {

  /** Whose personal access token it is. */
  public static final String PERSON = "developer@localhost";

  /** Who administers a new workspace. */
  public List<Principal> administrators() {
    return List.of(Principals.servicePrincipal(clientId, clientSecret), Principals.user(PERSON));
  }
}
