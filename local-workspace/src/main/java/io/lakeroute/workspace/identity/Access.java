// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.http.Request;

/** Who may see and change whose identity; safe for threads. */
public final class Access {

  private final Principals principals;

  public Access(Principals principals) {
    this.principals = principals;
  }

  /** Refuses everybody but administrators. */
  public void requireAdmin(Request request) {
    if (!principals.isAdmin(request.principal())) {
      throw denied("Only workspace admins can do this.");
    }
  }

  /** The service principal in the path, whose credentials only it and administrators may see. */
  Principal servicePrincipal(Request request) {
    String id = request.variable("id");
    var found = principals.byId(id).filter(p -> p.kind() == Principal.Kind.SERVICE_PRINCIPAL);
    boolean own = found.isPresent() && found.get().name().equals(request.principal());
    if (!own && !principals.isAdmin(request.principal())) {
      throw denied("You do not have permission to manage service principal " + id + ".");
    }
    return found.orElseThrow(
        () ->
            ApiException.notFound(
                "RESOURCE_DOES_NOT_EXIST", "Service principal " + id + " does not exist."));
  }

  private static ApiException denied(String message) {
    return new ApiException(403, "PERMISSION_DENIED", message);
  }
}
