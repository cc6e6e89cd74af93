// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.grants;

import io.lakeroute.workspace.grants.Securable.Type;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be granted, and on which kinds of securables. */
public enum Privilege {
  ALL_PRIVILEGES(Type.CATALOG, Type.SCHEMA, Type.TABLE, Type.VOLUME),
  /** To grant, to alter and to drop; not among ALL PRIVILEGES. */
  MANAGE(Type.CATALOG, Type.SCHEMA, Type.TABLE, Type.VOLUME),
  /** To see that something exists. */
  BROWSE(Type.CATALOG),
  USE_CATALOG(Type.CATALOG),
  USE_SCHEMA(Type.CATALOG, Type.SCHEMA),
  CREATE_CATALOG(Type.METASTORE),
  CREATE_SCHEMA(Type.CATALOG),
  CREATE_TABLE(Type.CATALOG, Type.SCHEMA),
  CREATE_VOLUME(Type.CATALOG, Type.SCHEMA),
  SELECT(Type.CATALOG, Type.SCHEMA, Type.TABLE),
  MODIFY(Type.CATALOG, Type.SCHEMA, Type.TABLE),
  EXECUTE(Type.CATALOG, Type.SCHEMA),
  READ_VOLUME(Type.CATALOG, Type.SCHEMA, Type.VOLUME),
  WRITE_VOLUME(Type.CATALOG, Type.SCHEMA, Type.VOLUME),
  READ_FILES(Type.EXTERNAL_LOCATION),
  CAN_USE(Type.WAREHOUSE),
  CAN_MANAGE(Type.WAREHOUSE);

  private final Set<Type> types;

  Privilege(Type... types) {
    this.types = Set.of(types);
  }

  /** Reads {@code USE CATALOG} or {@code USE_CATALOG}. */
  public static Optional<Privilege> of(String text) {
    String name = text.strip().toUpperCase(Locale.ROOT).replaceAll("\\s+", "_");
    return Arrays.stream(values()).filter(privilege -> privilege.name().equals(name)).findFirst();
  }

  /** Whether it can be granted there. */
  public boolean isFor(Type type) {
    return types.contains(type);
  }

  /** Whether a holder of the other one may do what this one allows. */
  boolean isIn(Privilege other) {
    return this == other
        || (other == ALL_PRIVILEGES && this != MANAGE)
        || (other == CAN_MANAGE && this == CAN_USE);
  }

  /** As SQL and errors write it. */
  public String text() {
    return name().replace('_', ' ');
  }
}
