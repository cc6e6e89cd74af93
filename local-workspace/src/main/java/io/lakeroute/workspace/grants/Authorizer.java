// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.grants;

import io.lakeroute.workspace.http.ApiException;
import io.lakeroute.workspace.identity.Principal.Kind;
import io.lakeroute.workspace.identity.Principals;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides who may do what: administrators everything, owners all with what is theirs, others what
 * is granted to them or to a group of theirs, there or further up; safe for threads.
 */
public final class Authorizer {

  private static final Set<Privilege> SHOWING =
      EnumSet.complementOf(EnumSet.of(Privilege.BROWSE, Privilege.USE_CATALOG));

  private final AccessLists lists;
  private final Principals principals;

  public Authorizer(AccessLists lists, Principals principals) {
    this.lists = lists;
    this.principals = principals;
  }

  public AccessLists lists() {
    return lists;
  }

  /** Whose it is; what the workspace itself made is its administrators'. */
  public String owner(Securable securable) {
    String owner = lists.list(securable).owner();
    return owner.isEmpty() ? Principals.ADMINS : owner;
  }

  public boolean isAdmin(String principal) {
    return principal.equals(Principals.ADMINS) || principals.isAdmin(principal);
  }

  public boolean isMember(String principal, String group) {
    return principals.groupsOf(principal).contains(group);
  }

  /** Under which member an access control list names a principal or a group. */
  public String kind(String name) {
    return principals
        .find(name)
        .map(p -> p.kind() == Kind.USER ? "user_name" : "service_principal_name")
        .orElse("group_name");
  }

  /** AccessLists and revokes, if the caller may manage the securable, which exists. */
  public void change(
      String caller,
      Securable securable,
      String principal,
      Set<Privilege> add,
      Set<Privilege> remove) {
    requireManage(caller, securable);
    if (!principals.exists(principal)) {
      throw ApiException.notFound(
          "PRINCIPAL_DOES_NOT_EXIST", "Could not find principal with name " + principal);
    }
    Stream.concat(add.stream(), remove.stream())
        .filter(privilege -> !privilege.isFor(securable.type()))
        .forEach(
            privilege -> {
              throw ApiException.badRequest(
                  "Privilege %s is not applicable to %s.".formatted(privilege.text(), securable));
            });
    lists.change(securable, principal, add, remove);
  }

  /**
   * What is granted on a securable, there or on what it is in, of one principal or of all; the
   * caller may ask for all only if it may grant.
   */
  public List<Grant> effective(String caller, Securable securable, Optional<String> principal) {
    boolean own = principal.map(names(caller)::contains).orElse(false);
    if (!own) {
      requireManage(caller, securable);
    }
    var found = new ArrayList<Grant>();
    for (var place : securable.path()) {
      lists
          .on(place)
          .forEach(
              (name, privileges) ->
                  privileges.stream()
                      .filter(privilege -> privilege.isFor(securable.type()))
                      .filter(privilege -> principal.map(name::equals).orElse(true))
                      .forEach(privilege -> found.add(new Grant(name, privilege, place))));
    }
    return found;
  }

  private void requireManage(String caller, Securable securable) {
    var privilege =
        securable.type() == Securable.Type.WAREHOUSE ? Privilege.CAN_MANAGE : Privilege.MANAGE;
    if (!holds(caller, privilege, securable)) {
      throw new Denied(privilege, securable);
    }
  }

  /** Whether somebody holds a privilege, whatever else may be needed to make use of it. */
  public boolean holds(String principal, Privilege privilege, Securable securable) {
    return isAdmin(principal) || granted(names(principal), privilege, securable);
  }

  private boolean granted(Set<String> names, Privilege privilege, Securable securable) {
    for (var place : securable.path()) {
      var list = lists.list(place);
      boolean owned = names.contains(list.owner());
      if (owned && (place.equals(securable) || privilege == Privilege.MANAGE)) {
        return true;
      }
      for (String name : names) {
        if (list.grants().getOrDefault(name, Set.of()).stream().anyMatch(privilege::isIn)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Throws unless somebody may use the catalog and the schema and holds the privilege. */
  public void require(String principal, Privilege privilege, Securable securable) {
    if (isAdmin(principal)) {
      return;
    }
    var names = names(principal);
    for (var place : securable.path()) {
      var needed = place.equals(securable) ? privilege : use(place);
      if (!granted(names, needed, place)) {
        throw new Denied(needed, place);
      }
    }
  }

  /** Throws unless somebody may know what this is made of. */
  public void requireSight(String principal, Securable securable) {
    if (!knows(principal, securable)) {
      switch (securable.type()) {
        case CATALOG, SCHEMA -> require(principal, use(securable), securable);
        case VOLUME -> require(principal, Privilege.READ_VOLUME, securable);
        default -> require(principal, Privilege.SELECT, securable);
      }
    }
  }

  /** Throws unless somebody may know what is in a schema. */
  public void requireListing(String principal, Securable schema) {
    if (!sees(principal, schema)) {
      require(principal, Privilege.BROWSE, Securable.catalog(schema.name().get(0)));
    }
  }

  /** The failure of whoever names files instead of tables, and is no administrator. */
  public static Denied noFile() {
    return new Denied(Privilege.SELECT, "User does not have permission SELECT on any file.");
  }

  /** Whether listings show it: somebody may do something with it. */
  public boolean sees(String principal, Securable securable) {
    if (isAdmin(principal)) {
      return true;
    }
    var names = names(principal);
    var within = securable.parent();
    if (within.isEmpty() || securable.type() == Securable.Type.SCHEMA) {
      return granted(names, use(securable), securable)
          && within.map(catalog -> granted(names, use(catalog), catalog)).orElse(true);
    }
    return within.get().path().stream().allMatch(place -> granted(names, use(place), place))
        && SHOWING.stream()
            .filter(privilege -> privilege.isFor(securable.type()))
            .anyMatch(privilege -> granted(names, privilege, securable));
  }

  /** Whether somebody may know that it exists, for whatever reason. */
  public boolean knows(String principal, Securable securable) {
    return sees(principal, securable) || browses(principal, securable);
  }

  /** Whether somebody may know that it exists, and no more. */
  public boolean browses(String principal, Securable securable) {
    return holds(principal, Privilege.BROWSE, securable);
  }

  private static Privilege use(Securable place) {
    return switch (place.type()) {
      case CATALOG -> Privilege.USE_CATALOG;
      case SCHEMA -> Privilege.USE_SCHEMA;
      default -> Privilege.CAN_USE;
    };
  }

  /** A principal with all its groups. */
  private Set<String> names(String principal) {
    var names = new HashSet<>(principals.groupsOf(principal));
    names.add(principal);
    return names;
  }
}
