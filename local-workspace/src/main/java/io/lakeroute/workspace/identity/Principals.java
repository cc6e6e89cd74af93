// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import io.lakeroute.workspace.identity.Principal.Kind;
import io.lakeroute.workspace.storage.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The principals and groups of the workspace: who is who, and who is in which group; kept on disk;
 * safe for threads.
 */
public final class Principals {

  /** The group whose members may do everything. */
  public static final String ADMINS = "admins";

  /** The groups that everybody is in: of the workspace, and of the account. */
  static final List<String> EVERYBODY = List.of("users", "account users");

  /** What is on disk. */
  record Kept(List<Principal> principals, List<Group> groups) {}

  private final JsonFile<Kept> file;

  /**
   * Reads the file; where there is none, it begins with these principals, who are administrators.
   */
  public Principals(Path file, Supplier<List<Principal>> administrators) {
    this.file =
        new JsonFile<>(
            file,
            Kept.class,
            () -> {
              var first = administrators.get();
              var admins = new Group(newId(), ADMINS, Set.of()).with(ids(first));
              return new Kept(first, List.of(admins));
            });
  }

  private static Set<String> ids(List<Principal> principals) {
    return new HashSet<>(principals.stream().map(Principal::id).toList());
  }

  /** A user who is not kept yet. */
  public static Principal user(String email) {
    return Principal.of(newId(), Kind.USER, email, email);
  }

  /** A service principal that is not kept yet, with a secret of the longest life. */
  public static Principal servicePrincipal(String applicationId, String secret) {
    return Principal.of(newId(), Kind.SERVICE_PRINCIPAL, applicationId, "Local workspace")
        .withSecrets(List.of(ClientSecret.of(secret, Secrets.LONGEST_LIFE)));
  }

  /** Ids are numbers that a JSON reader of any language holds exactly. */
  private static String newId() {
    return String.valueOf(ThreadLocalRandom.current().nextLong(1L << 50, 1L << 53));
  }

  /** The principal of this name: an application id or an e-mail address. */
  public Optional<Principal> find(String name) {
    return first(principals(), principal -> principal.name().equals(name));
  }

  public Optional<Principal> byId(String id) {
    return first(principals(), principal -> principal.id().equals(id));
  }

  /** Whether a principal or a group has this name, so that something can be granted to it. */
  public boolean exists(String name) {
    return find(name).isPresent()
        || EVERYBODY.contains(name)
        || first(groups(), group -> group.name().equals(name)).isPresent();
  }

  /** The names of all groups that this principal is in, directly or through another group. */
  public synchronized Set<String> groupsOf(String principal) {
    var names = new TreeSet<String>();
    find(principal)
        .ifPresent(
            found -> {
              names.addAll(EVERYBODY);
              groupsWith(found.id()).forEach(group -> names.add(group.name()));
            });
    return names;
  }

  /** The groups that this id is in, of a principal or a group; the direct ones first. */
  synchronized List<Group> groupsWith(String id) {
    var found = new ArrayList<Group>();
    var wanted = new ArrayList<>(List.of(id));
    for (int i = 0; i < wanted.size(); i++) {
      String member = wanted.get(i);
      for (var group : groups()) {
        if (group.members().contains(member) && !found.contains(group)) {
          found.add(group);
          wanted.add(group.id());
        }
      }
    }
    return found;
  }

  public boolean isAdmin(String principal) {
    return groupsOf(principal).contains(ADMINS);
  }

  synchronized List<Principal> principals() {
    return file.get().principals();
  }

  synchronized List<Group> groups() {
    return file.get().groups();
  }

  Optional<Group> group(String id) {
    return first(groups(), group -> group.id().equals(id));
  }

  synchronized Principal addServicePrincipal(Optional<String> applicationId, String displayName) {
    String name = applicationId.orElseGet(() -> UUID.randomUUID().toString());
    var created = Principal.of(newId(), Kind.SERVICE_PRINCIPAL, name, displayName);
    keep(with(principals(), created), groups());
    return created;
  }

  synchronized Group addGroup(String name, Set<String> members) {
    var created = new Group(newId(), name, members);
    keep(principals(), with(groups(), created));
    return created;
  }

  /** Replaces a principal by what is made of it. */
  synchronized void change(String id, UnaryOperator<Principal> change) {
    keep(
        principals().stream()
            .map(principal -> principal.id().equals(id) ? change.apply(principal) : principal)
            .toList(),
        groups());
  }

  synchronized void changeGroup(String id, UnaryOperator<Group> change) {
    keep(
        principals(),
        groups().stream()
            .map(group -> group.id().equals(id) ? change.apply(group) : group)
            .toList());
  }

  /** Removes a principal or a group, also from the groups that it is in. */
  synchronized void remove(String id) {
    keep(
        principals().stream().filter(principal -> !principal.id().equals(id)).toList(),
        groups().stream()
            .filter(group -> !group.id().equals(id))
            .map(group -> group.without(Set.of(id)))
            .toList());
  }

  private synchronized void keep(List<Principal> principals, List<Group> groups) {
    file.set(new Kept(principals, groups));
  }

  private static <T> List<T> with(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }

  private static <T> Optional<T> first(List<T> list, Predicate<T> wanted) {
    return list.stream().filter(wanted).findFirst();
  }
}
