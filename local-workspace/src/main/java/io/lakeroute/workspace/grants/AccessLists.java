// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.grants;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Who owns what, and what is granted to whom, in files; safe for threads. */
public final class AccessLists {

  private final Function<Securable, Path> files;

  /**
   * @param files where the access list of a securable lies
   */
  public AccessLists(Function<Securable, Path> files) {
    this.files = files;
  }

  /** What is granted on it and not on what it is in, by principal. */
  public Map<String, Set<Privilege>> on(Securable securable) {
    return list(securable).grants();
  }

  AccessList list(Securable securable) {
    return AccessList.read(files.apply(securable));
  }

  public synchronized void change(
      Securable securable, String principal, Set<Privilege> add, Set<Privilege> remove) {
    list(securable).with(principal, add, remove).write(files.apply(securable));
  }
}
