// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.identity;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Principals, and other groups, under one name; immutable.
 *
 * @param id the SCIM id, a number
 * @param members the SCIM ids of what is in it
 */
public record Group(String id, String name, Set<String> members) {

  public Group {
    members = Set.copyOf(members);
  }

  Group with(Set<String> more) {
    var all = new LinkedHashSet<>(members);
    all.addAll(more);
    return new Group(id, name, all);
  }

  Group without(Set<String> others) {
    var rest = new LinkedHashSet<>(members);
    rest.removeAll(others);
    return new Group(id, name, rest);
  }
}
