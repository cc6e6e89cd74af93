// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages say about {@code routes/examples}. */
class ChainsPageTest {

  private static final Path FOLDER = Chains.EXAMPLES.resolve("chains");
  private static final Path OF_TENANTS = Chains.EXAMPLES.resolve("tenants");
  private static final Path TENANTS = Path.of("../../docs/tenants.md");

  /** A setting with its default; a default has colons of its own. */
  private static final Pattern SETTING = Pattern.compile("\\{\\{([\\w.]+)(?::([^}]*))?}}");

  private static final Pattern LISTED =
      Pattern.compile("(?m)^\\| `([\\w.]+)` \\| .* \\| (?:`(.*)` )?\\|$");

  @Test
  void the_readme_lists_every_chain_and_every_setting_with_its_default() throws IOException {
    TreeMap<String, String> settings = new TreeMap<>();
    TreeSet<String> links = new TreeSet<>();
    for (Path file : chains()) {
      links.add("(" + file.getFileName() + ")");
      SETTING
          .matcher(Files.readString(file))
          .results()
          .forEach(each -> settings.put(each.group(1), String.valueOf(each.group(2))));
    }
    String readme = Files.readString(FOLDER.resolve("README.md"));
    TreeMap<String, String> listed = new TreeMap<>();
    LISTED
        .matcher(readme)
        .results()
        .forEach(each -> listed.put(each.group(1), String.valueOf(each.group(2))));

    assertThat(links).hasSize(5);
    assertThat(readme).contains(links);
    assertThat(listed).isEqualTo(settings);
  }

  @ParameterizedTest
  @CsvSource({"segments.md, nightly-audience", "writing.md, nightly-scores"})
  void a_page_shows_its_chain_as_it_is(String page, String chain) throws IOException {
    Path file = Chains.file(chain);

    assertThat(Files.readString(Path.of("../../docs", page)))
        .contains(
            "<!-- routes/examples/chains/%s -->\n```yaml\n%s```"
                .formatted(file.getFileName(), Files.readString(file)));
  }

  @Test
  void the_page_of_tenants_shows_its_examples_as_they_are() throws IOException {
    String page = Files.readString(TENANTS);

    try (Stream<Path> files = Files.walk(OF_TENANTS)) {
      assertThat(files.filter(Files::isRegularFile))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(page)
                      .contains(
                          "<!-- routes/examples/tenants/" + OF_TENANTS.relativize(file) + " -->")
                      .contains("\n" + Files.readString(file) + "```"));
    }
  }

  private static List<Path> chains() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }
}
