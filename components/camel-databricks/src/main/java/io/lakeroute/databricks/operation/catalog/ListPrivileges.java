// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.operation.catalog;

import com.databricks.sdk.service.catalog.EffectivePrivilege;
import com.databricks.sdk.service.catalog.EffectivePrivilegeAssignment;
import com.databricks.sdk.service.iam.ComplexValue;
import com.databricks.sdk.service.iam.User;
import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.name.SecurableName;
import io.lakeroute.databricks.unity.UnityCatalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Message;

/**
 * Lists what the connection's principal may do with an object: by grants to itself and to its
 * groups, on the object or on what it lies in, and as its owner. Thread-safe.
 *
 * <p>The service answers for one principal at a time and leaves it to the caller to add up groups.
 */
public final class ListPrivileges implements CatalogQuestion {

  /** The group that everybody in the account is in; nobody's list of groups names it. */
  private static final String EVERYBODY = "account users";

  private final UnityCatalog unity;

  public ListPrivileges(UnityCatalog unity) {
    this.unity = unity;
  }

  @Override
  public CatalogAnswer ask(SecurableName object, Message message) {
    Set<String> principals = principals(unity.me());
    Set<Map<String, Object>> found = new LinkedHashSet<>();
    owner(object)
        .filter(principals::contains)
        .ifPresent(owner -> found.add(entry("OWNER", owner, Optional.empty(), Optional.empty())));
    for (String principal : principals) {
      Listing<EffectivePrivilegeAssignment> assignments =
          Listing.all(page -> unity.privileges(object, principal, page), 0);
      for (EffectivePrivilegeAssignment assignment : assignments.entries()) {
        found.addAll(entries(assignment));
      }
    }
    List<Map<String, Object>> entries = List.copyOf(found);
    return new CatalogAnswer(entries, entries.size(), () -> CatalogText.privileges(entries));
  }

  /** Who may not look at an object does not own it, and may have privileges all the same. */
  private Optional<String> owner(SecurableName object) {
    try {
      return unity.owner(object);
    } catch (DatabricksException e) {
      if (e.getReason() == Reason.FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Set<String> principals(User me) {
    Set<String> principals = new LinkedHashSet<>();
    principals.add(me.getUserName());
    if (me.getGroups() != null) {
      me.getGroups().stream()
          .map(ComplexValue::getDisplay)
          .filter(name -> name != null && !name.isEmpty())
          .forEach(principals::add);
    }
    principals.add(EVERYBODY);
    return principals;
  }

  private static List<Map<String, Object>> entries(EffectivePrivilegeAssignment assignment) {
    List<Map<String, Object>> entries = new ArrayList<>();
    if (assignment.getPrivileges() != null) {
      for (EffectivePrivilege privilege : assignment.getPrivileges()) {
        entries.add(
            entry(
                privilege.getPrivilege() == null
                    ? null
                    : privilege.getPrivilege().name().replace('_', ' '),
                assignment.getPrincipal(),
                Optional.ofNullable(Entries.text(privilege.getInheritedFromType())),
                Optional.ofNullable(privilege.getInheritedFromName())));
      }
    }
    return entries;
  }

  private static Map<String, Object> entry(
      String privilege, String principal, Optional<String> fromType, Optional<String> from) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("privilege", privilege);
    entry.put("principal", principal);
    entry.put("inheritedFromType", fromType.orElse(null));
    entry.put("inheritedFrom", from.orElse(null));
    return entry;
  }
}
