// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.grants;

import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.storage.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whose a securable is and what is granted on it, in a file beside it; immutable.
 *
 * @param owner empty for what the workspace itself made
 * @param grants by principal, none of them empty
 */
public record AccessList(String owner, Map<String, Set<Privilege>> grants) {

  private static final AccessList NONE = new AccessList("", Map.of());

  public AccessList {
    var ordered = new TreeMap<String, Set<Privilege>>();
    grants.forEach((principal, held) -> ordered.put(principal, new TreeSet<>(held)));
    grants = ordered;
  }

  /** An absent file grants nothing. */
  static AccessList read(Path file) {
    try {
      return Json.MAPPER.readValue(Files.readAllBytes(file), AccessList.class);
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Makes something new its creator's own, whatever was granted on an earlier one of its name. */
  public static void create(Path file, Optional<String> owner) {
    new AccessList(owner.orElse(""), Map.of()).write(file);
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      PrivateFile.replace(file, Json.MAPPER.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  AccessList with(String principal, Set<Privilege> more, Set<Privilege> less) {
    var privileges = EnumSet.noneOf(Privilege.class);
    privileges.addAll(grants.getOrDefault(principal, Set.of()));
    privileges.addAll(more);
    privileges.removeAll(less);
    var changed = new TreeMap<>(grants);
    changed.put(principal, privileges);
    changed.values().removeIf(Set::isEmpty);
    return new AccessList(owner, changed);
  }
}
