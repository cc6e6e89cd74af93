// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.processors.sql.ColumnKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each golden file pairs a mapping and a request with the statement and the parameters they give.
 */
class GoldenStatementsTest {

  private static final Path FOLDER = Path.of("src/test/resources/interactions/golden");

  @TestFactory
  Stream<DynamicTest> a_request_becomes_the_statement_of_its_golden_file() throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(FOLDER)) {
      files = listed.sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    Map<String, String> sections = sections(Files.readString(file));
    InteractionSource source = Sources.bind(sections.get("mapping"), sections.get("columns"));
    SortedSet<String> types =
        new TreeSet<>(sections.getOrDefault("other types", "").lines().toList());
    boolean open = source.typeColumn().isPresent();
    if (source.mapping().type() instanceof InteractionType.Constant constant) {
      types.add(constant.name());
    }
    InteractionRequest request =
        new RequestReader(
                new RequestLimits(100, 1000), open ? Optional.empty() : Optional.of(types))
            .read(parameters(sections.get("request")));

    Optional<InteractionQuery> query =
        new SourcePlanner(source)
            .plan(
                request,
                Optional.ofNullable(sections.get("after")).map(after -> position(source, after)));

    assertThat(query.map(InteractionQuery::sql).orElse("(none)")).isEqualTo(sections.get("sql"));
    assertThat(query.map(GoldenStatementsTest::written).orElse(""))
        .isEqualTo(sections.get("parameters"));
  }

  private static Map<String, String> sections(String text) {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : text.split("(?m)^== ", -1)) {
      int end = section.indexOf('\n');
      sections.put(section.substring(0, end), section.substring(end + 1).stripTrailing());
    }
    return sections;
  }

  private static Map<String, List<String>> parameters(String lines) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    lines
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              parameters
                  .computeIfAbsent(line.substring(0, equals), name -> new ArrayList<>())
                  .add(line.substring(equals + 1));
            });
    return parameters;
  }

  private static Position position(InteractionSource source, String lines) {
    List<String> texts = lines.lines().toList();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      values.add(value(source.order().get(i).kind(), texts.get(i)));
    }
    return new Position(values);
  }

  private static Object value(ColumnKind kind, String text) {
    if (text.equals("NULL")) {
      return null;
    }
    return switch (kind) {
      case INTEGER -> Long.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case TIMESTAMP -> Instant.parse(text);
      case DATE -> LocalDate.parse(text);
      default -> text;
    };
  }

  private static String written(InteractionQuery query) {
    return query.parameters().entrySet().stream()
        .map(
            each ->
                "%s = %s (%s)"
                    .formatted(
                        each.getKey(), each.getValue(), each.getValue().getClass().getSimpleName()))
        .collect(Collectors.joining("\n"));
  }
}
