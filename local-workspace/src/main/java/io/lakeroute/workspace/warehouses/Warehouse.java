// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.warehouses;

import io.lakeroute.workspace.grants.Authorizer;
import io.lakeroute.workspace.grants.Privilege;
import io.lakeroute.workspace.grants.Securable;
import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.knobs.Settings;
import java.time.Duration;

/** The one SQL warehouse, which stops when idle, if told to; safe for threads. */
public final class Warehouse extends Compute {

  private final Settings settings;
  private final Authorizer authorizer;

  public Warehouse(String id, Settings settings, Authorizer authorizer) {
    super(id);
    this.settings = settings;
    this.authorizer = authorizer;
  }

  @Override
  Duration startTime() {
    return settings.get(Settings.Key.WAREHOUSE_START);
  }

  @Override
  Duration idleTime() {
    return settings.get(Settings.Key.IDLE_STOP);
  }

  @Override
  public void require(String other, String principal) {
    require(other, principal, Privilege.CAN_USE);
  }

  void require(String other, String principal, Privilege privilege) {
    if (!other.matches("[0-9a-f]{16}")) {
      throw ApiException.badRequest(other + " is not a valid endpoint id.");
    }
    if (!other.equals(id()) || !allows(principal, privilege)) {
      throw WarehousesResource.denied(other);
    }
  }

  boolean allows(String principal, Privilege privilege) {
    return authorizer.holds(principal, privilege, Securable.warehouse(id()));
  }
}
