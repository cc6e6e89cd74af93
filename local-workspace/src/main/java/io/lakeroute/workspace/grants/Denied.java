// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.grants;

import io.lakeroute.workspace.http.ApiException;

/** Somebody lacks a privilege. */
public final class Denied extends ApiException {

  private static final long serialVersionUID = 1L;

  private final Privilege privilege;

  Denied(Privilege privilege, Securable securable) {
    this(privilege, "User does not have %s on %s.".formatted(privilege.text(), securable));
  }

  Denied(Privilege privilege, String message) {
    super(403, "PERMISSION_DENIED", message);
    this.privilege = privilege;
  }

  /** Which one. */
  public Privilege privilege() {
    return privilege;
  }
}
