// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static java.util.Objects.requireNonNull;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.profile.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Where cursors are kept: {@code databricks.store.<key>} properties. Immutable. */
public sealed interface StoreSettings {

  String PREFIX = "databricks.store.";

  /** A database in files of this machine, for one process at a time. */
  record Embedded(Path directory) implements StoreSettings {
    public Embedded {
      requireNonNull(directory, "directory");
    }
  }

  /** A PostgreSQL database, for any number of nodes. */
  record PostgreSql(String url, String username, Optional<Secret> password)
      implements StoreSettings {
    public PostgreSql {
      requireNonNull(url, "url");
      requireNonNull(username, "username");
      requireNonNull(password, "password");
    }
  }

  /** All keys. */
  static Set<String> keys() {
    return Keys.ALL.stream().map(key -> PREFIX + key).collect(Collectors.toSet());
  }

  /**
   * Reads the settings; without any, the folder {@code lakeroute-store} of the working directory.
   *
   * @param properties full keys and values; those of other prefixes are passed over
   * @throws DatabricksException CONFIGURATION, naming the key that is wrong
   */
  static StoreSettings read(Map<String, String> properties) {
    Set<String> unknown = new TreeSet<>();
    for (String key : properties.keySet()) {
      if (key.startsWith(PREFIX) && !Keys.ALL.contains(key.substring(PREFIX.length()))) {
        unknown.add(key);
      }
    }
    if (!unknown.isEmpty()) {
      throw wrong(
          "Unknown: "
              + String.join(", ", unknown)
              + ". There are "
              + String.join(", ", new TreeSet<>(Keys.ALL))
              + ".");
    }
    Optional<String> url = text(properties, "url");
    Optional<String> directory = text(properties, "directory");
    if (url.isEmpty()) {
      return new Embedded(Path.of(directory.orElse("lakeroute-store")));
    }
    if (directory.isPresent()) {
      throw wrong("Set either directory (an embedded database) or url (PostgreSQL), not both.");
    }
    if (!url.get().startsWith("jdbc:postgresql:")) {
      throw wrong(
          "url must begin with jdbc:postgresql: . For an embedded database set directory instead.");
    }
    if (url.get().contains("password=")) {
      throw wrong("url must not hold the password; set password or passwordFile.");
    }
    return new PostgreSql(
        url.get(),
        text(properties, "username").orElseThrow(() -> wrong("username is missing beside url.")),
        text(properties, "password")
            .map(Secret::of)
            .or(() -> text(properties, "passwordFile").map(file -> Secret.file(Path.of(file)))));
  }

  private static Optional<String> text(Map<String, String> properties, String key) {
    return Optional.ofNullable(properties.get(PREFIX + key))
        .map(String::strip)
        .filter(t -> !t.isEmpty());
  }

  private static DatabricksException wrong(String problem) {
    return new DatabricksException(
        Reason.CONFIGURATION,
        "The settings " + PREFIX + "* of the cursor store are not right. " + problem);
  }

  /** Known keys; an interface cannot hold private constants. */
  final class Keys {
    private static final Set<String> ALL =
        Set.of("directory", "url", "username", "password", "passwordFile");

    private Keys() {}
  }
}
