// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions of Spark and Databricks that a checked statement may call. Immutable.
 *
 * <p>A list of what is harmless, since Databricks adds functions that read files, call models or
 * run programs with each release. The names stand in two files beside this class.
 */
final class KnownFunctions {

  /** Takes a table's name as text. */
  static final String TABLE_CHANGES = "table_changes";

  /** Compute from their arguments. */
  static final Set<String> SCALARS = names("functions.txt");

  /** Make rows of their arguments, or of the one table whose name they are given. */
  static final Set<String> TABLES = names("table-functions.txt");

  /**
   * How many arguments may be given: the next would be options, which may name a file or a server
   * with a schema.
   */
  static final Map<String, Integer> MOST_ARGUMENTS =
      Map.of("from_avro", 2, "from_xml", 2, "schema_of_avro", 1, "schema_of_xml", 1, "to_avro", 2);

  /** First parts of names that are nobody's own: catalogs of Databricks, and schemas in them. */
  private static final Set<String> SYSTEM = Set.of("ai", "builtin", "session", "system");

  private static final Set<List<String>> BUILT_IN =
      Set.of(
          List.of(),
          List.of("builtin"),
          List.of("session"),
          List.of("system", "builtin"),
          List.of("system", "session"));

  private KnownFunctions() {}

  /**
   * The last part of the name, in lower case, where the function may be one of Spark's or
   * Databricks' own and not a user's own in a schema.
   */
  static Optional<String> notOfSchema(List<String> name) {
    return name.size() == 1 || SYSTEM.contains(lower(name.get(0)))
        ? Optional.of(lower(name.get(name.size() - 1)))
        : Optional.empty();
  }

  /** Whether the name is that of a function which every catalog has. */
  static boolean everywhere(List<String> name) {
    return BUILT_IN.contains(
        name.subList(0, name.size() - 1).stream().map(KnownFunctions::lower).toList());
  }

  /** Whether a call of the function has more arguments than can be checked. */
  static boolean takesOptions(List<String> name, int arguments) {
    return !name.isEmpty()
        && notOfSchema(name)
            .filter(known -> arguments > MOST_ARGUMENTS.getOrDefault(known, Integer.MAX_VALUE))
            .isPresent();
  }

  static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static Set<String> names(String file) {
    try (InputStream in = KnownFunctions.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
