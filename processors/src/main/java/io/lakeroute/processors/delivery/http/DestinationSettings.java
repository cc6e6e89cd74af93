// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The settings of one destination, none of which is unknown; immutable. */
final class DestinationSettings {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
  private static final Set<String> SINGLE =
      new TreeSet<>(Set.of("auth", "connectTimeout", "headerName", "template", "tokenFile", "url"));
  private static final Set<String> GROUPS = new TreeSet<>(Set.of("fields", "parameters", "set"));

  private final String prefix;
  private final Map<String, String> settings = new TreeMap<>();

  /**
   * @param all properties with their full keys; others are passed over
   * @throws IllegalArgumentException for a name that cannot be, or a setting that is unknown
   */
  DestinationSettings(String name, Map<String, String> all) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The destination '" + name + "' must have letters, digits, - and _, up to 63.");
    }
    prefix = DestinationReader.PREFIX + name + ".";
    all.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            settings.put(key.substring(prefix.length()), value.strip());
          }
        });
    settings.keySet().forEach(this::check);
  }

  private void check(String key) {
    int dot = key.indexOf('.');
    if (dot < 0 ? !SINGLE.contains(key) : !GROUPS.contains(key.substring(0, dot))) {
      throw new IllegalArgumentException(
          "%s is unknown. A destination has %s, and %s.<name>."
              .formatted(
                  prefix + key, String.join(", ", SINGLE), String.join(".<name>, ", GROUPS)));
    }
  }

  Optional<String> find(String key) {
    return Optional.ofNullable(settings.get(key)).filter(value -> !value.isEmpty());
  }

  String get(String key) {
    return find(key).orElseThrow(() -> wrong(key, "is not set"));
  }

  IllegalArgumentException wrong(String key, String what) {
    return new IllegalArgumentException(prefix + key + " " + what + ".");
  }

  /** The settings {@code <group>.<name>}, by name. */
  Map<String, String> group(String group) {
    Map<String, String> found = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(group + ".")) {
            String each = key.substring(group.length() + 1);
            if (!FIELD.matcher(each).matches()) {
              throw wrong(key, "must end in a name of letters, digits and _");
            }
            found.put(each, value);
          }
        });
    return found;
  }
}
