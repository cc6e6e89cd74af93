// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.error;

import static java.util.Objects.requireNonNull;

/**
 * The grant that would have let a refused call pass. Immutable.
 *
 * @param privilege what is missing, such as {@code USE SCHEMA}
 * @param securableType kind of the object, such as {@code Schema}
 * @param securable full name of the object, such as {@code main.crm}
 */
public record MissingPrivilege(String privilege, String securableType, String securable) {

  public MissingPrivilege {
    requireNonNull(privilege, "privilege");
    requireNonNull(securableType, "securableType");
    requireNonNull(securable, "securable");
  }

  @Override
  public String toString() {
    return privilege + " on " + securableType + " " + securable;
  }
}
