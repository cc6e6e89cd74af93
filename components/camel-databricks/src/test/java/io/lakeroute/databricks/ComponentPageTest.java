// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds the tables of the component's page to what Camel's catalogue says of options and headers;
 * with {@code -Dpage.write=true} it writes them anew.
 */
class ComponentPageTest {

  private static final Path PAGE = Path.of("src/main/docs/databricks-component.adoc");
  private static final String BEGIN = "// table: ";
  private static final String END = "// end of table\n";

  @Test
  void describes_every_option_and_header_as_the_catalogue_does() throws IOException {
    String page = Files.readString(PAGE);
    JsonNode catalogue =
        new ObjectMapper()
            .readTree(getClass().getResource("/META-INF/io/lakeroute/databricks/databricks.json"));
    String expected = page;
    for (String table : List.of("component", "path", "query", "headers")) {
      expected = with(expected, table, rows(catalogue, table));
    }
    if (Boolean.getBoolean("page.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(page)
        .as("tables of the page; run this test with -Dpage.write=true to write them anew")
        .isEqualTo(expected);
  }

  private static String with(String page, String table, String rows) {
    int begin = page.indexOf(BEGIN + table + "\n");
    int end = page.indexOf(END, begin);
    assertThat(begin).as("place of the table " + table).isNotNegative();
    assertThat(end).as("end of the table " + table).isGreaterThan(begin);
    return page.substring(0, begin) + BEGIN + table + "\n" + rows + page.substring(end);
  }

  private static String rows(JsonNode catalogue, String table) {
    return switch (table) {
      case "component" -> options(catalogue.path("componentProperties"), option -> true);
      case "path" ->
          options(catalogue.path("properties"), o -> o.path("kind").asText().equals("path"));
      case "query" ->
          options(catalogue.path("properties"), o -> !o.path("kind").asText().equals("path"));
      default -> table("3,5,2", "Name | Description | Type", headers(catalogue.path("headers")));
    };
  }

  private static String options(JsonNode options, Predicate<JsonNode> which) {
    return table(
        "2,5,^1,2",
        "Name | Description | Default | Type",
        options.properties().stream()
            .filter(option -> which.test(option.getValue()))
            .map(ComponentPageTest::option)
            .collect(Collectors.joining()));
  }

  private static String option(Map.Entry<String, JsonNode> option) {
    JsonNode facts = option.getValue();
    String value = facts.path("defaultValue").asText();
    String type = facts.path("javaType").asText().replaceAll("^.*\\.", "");
    return "| *%s* (%s)%s | %s | %s | %s\n"
        .formatted(
            option.getKey(),
            label(facts),
            facts.path("required").asBoolean() ? " *Required*" : "",
            text(facts.path("description").asText()),
            value.isEmpty() ? "" : "`" + value + "`",
            type.endsWith(">") ? "Map" : type);
  }

  private static String headers(JsonNode headers) {
    return headers.properties().stream()
        .map(
            header ->
                "| *%s* (%s)\n\nConstant: `%s` | %s | %s\n"
                    .formatted(
                        header.getKey(),
                        label(header.getValue()),
                        header.getValue().path("constantName").asText().replaceAll("^.*#", ""),
                        text(header.getValue().path("description").asText()),
                        header.getValue().path("javaType").asText()))
        .collect(Collectors.joining());
  }

  private static String table(String widths, String titles, String rows) {
    return "[width=\"100%%\",cols=\"%s\",options=\"header\"]\n|===\n| %s\n\n%s|===\n"
        .formatted(widths, titles, rows);
  }

  /** Options of the path have no label of their own. */
  private static String label(JsonNode facts) {
    String label = facts.path("label").asText();
    return (label.isEmpty() ? facts.path("group").asText() : label).replace(",", ", ");
  }

  private static String text(String description) {
    return description.replace("|", "\\|");
  }
}
