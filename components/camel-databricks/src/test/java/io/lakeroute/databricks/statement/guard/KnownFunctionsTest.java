// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.statement.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of functions, and what the page about tenants says of them. */
class KnownFunctionsTest {

  private static final Pattern NAME = Pattern.compile("`([a-z_]\\w*(?:\\.\\*)?)`");

  @ParameterizedTest
  @ValueSource(strings = {"functions.txt", "table-functions.txt"})
  void lists_each_name_once_in_lower_case_and_in_order(String file) throws Exception {
    try (InputStream in = KnownFunctions.class.getResourceAsStream(file)) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .dropWhile(line -> line.startsWith("# "))
              .toList();

      assertThat(lines).allMatch(line -> line.matches("[a-z][a-z0-9_]*")).isSorted();
      assertThat(lines).doesNotHaveDuplicates();
    }
  }

  @Test
  void the_page_lists_the_table_functions_that_pass() throws Exception {
    Set<String> listed = names(row("make rows of their arguments | pass"));

    assertThat(new TreeSet<>(listed)).isEqualTo(without(KnownFunctions.TABLES, "table_changes"));
  }

  @Test
  void the_page_lists_the_functions_that_may_take_no_options() throws Exception {
    assertThat(names(row("with options"))).isEqualTo(KnownFunctions.MOST_ARGUMENTS.keySet());
  }

  @Test
  void what_the_page_says_is_refused_is_on_no_list() throws Exception {
    Set<String> refused = names(row("refused: they reach outside of tables"));
    refused.addAll(names(row("all other table functions")));

    assertThat(refused).hasSizeGreaterThan(15).doesNotContainAnyElementsOf(KnownFunctions.SCALARS);
    assertThat(refused).doesNotContainAnyElementsOf(KnownFunctions.TABLES);
  }

  @Test
  void the_page_lists_the_properties_that_may_be_set() throws Exception {
    assertThat(names(row("TBLPROPERTIES")))
        .containsExactlyInAnyOrder("delta.*", "lakeroute.*", "user.*");
  }

  private static Set<String> without(Set<String> names, String name) {
    return names.stream()
        .filter(each -> !each.equals(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String row(String part) throws Exception {
    return Files.readAllLines(Path.of("../../docs/tenants.md")).stream()
        .filter(line -> line.startsWith("| ") && line.contains(part))
        .collect(
            Collectors.collectingAndThen(
                Collectors.toList(),
                rows -> {
                  assertThat(rows).as(part).hasSize(1);
                  return rows.get(0);
                }));
  }

  private static Set<String> names(String row) {
    return NAME.matcher(row)
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
