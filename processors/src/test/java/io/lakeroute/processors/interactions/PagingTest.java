// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.interactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeroute.processors.mapping.MappingException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages over random rows, full of ties and NULLs, against an evaluator of the statements. */
class PagingTest {

  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  private static final ObjectMapper JSON = new ObjectMapper();

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void pages_show_the_same_rows_in_the_same_order_as_one_page(int seed) throws IOException {
    Workspace workspace = new Workspace(seed);
    for (String order : List.of("asc", "desc")) {
      List<String> whole = workspace.page(order, 1000, Optional.empty()).rows();
      for (int limit : new int[] {1, 2, 7}) {
        assertThat(workspace.allPages(order, limit, false)).isEqualTo(whole);
      }
      assertThat(whole).doesNotHaveDuplicates().hasSize(workspace.rows);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void rows_inserted_between_pages_neither_hide_nor_repeat_a_row(int seed) throws IOException {
    for (String order : List.of("asc", "desc")) {
      Workspace workspace = new Workspace(seed);
      List<String> before = workspace.page(order, 1000, Optional.empty()).rows();

      List<String> shown = workspace.allPages(order, 3, true);

      assertThat(shown).doesNotHaveDuplicates().containsSubsequence(before);
    }
  }

  @Test
  void refuses_to_page_over_rows_that_the_key_does_not_tell_apart() {
    Workspace workspace = new Workspace(1);
    MemoryTable table = workspace.tables.get("s0");
    for (int i = 0; i < 3; i++) {
      Map<String, Object> row = new HashMap<>();
      row.put("id", "p");
      row.put("n", i);
      row.put("at", Instant.MAX);
      table.insert(row);
    }

    assertThatThrownBy(() -> workspace.page("desc", 1, Optional.empty()))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Mapping file s0.yaml: the columns of field 'key' (k1, k2) do not make a row of"
                + " main.s.s0 unique, so that paging would lose rows; add a column");
  }

  private record Answer(List<String> rows, Optional<String> next) {}

  /** One to three sources over one profile, with few distinct values and many NULLs. */
  private static final class Workspace {
    private final Random random;
    private final Map<String, MemoryTable> tables = new TreeMap<>();
    private final Map<String, SourcePlanner> planners = new HashMap<>();
    private final Interactions interactions;
    private final RequestReader reader;
    private int rows;

    Workspace(int seed) {
      random = new Random(seed);
      Map<InteractionMapping, List<SourceColumn>> columns = new LinkedHashMap<>();
      for (int i = 0; i <= random.nextInt(3); i++) {
        String name = "s" + i;
        tables.put(name, new MemoryTable());
        columns.put(
            Sources.mapping(name + ".yaml", yaml(name)),
            Sources.columns("id STRING\nn BIGINT\nat TIMESTAMP\nk1 BIGINT\nk2 STRING"));
      }
      InteractionSources sources = Sources.bind(columns);
      RequestLimits limits = new RequestLimits(100, 1000);
      interactions = new Interactions(sources, limits, CursorCipher.withKey(KEY), "");
      reader = new RequestReader(limits, sources.types());
      sources.all().forEach(source -> planners.put(source.name(), new SourcePlanner(source)));
      int count = random.nextInt(40);
      for (int i = 0; i < count; i++) {
        insertSomewhere();
      }
    }

    private static String yaml(String name) {
      return """
      name: %s
      connection: c
      source: main.s.%s
      crosswalk: id
      type: t
      timestamp: at
      key: [k1, k2]
      attributes: {n: n}
      """
          .formatted(name, name);
    }

    /** The key is unique, NULLs included, because k1 and k2 together count up. */
    private void insertSomewhere() {
      int n = rows++;
      Map<String, Object> row = new HashMap<>();
      row.put("id", "p");
      row.put("n", (long) n);
      if (random.nextInt(4) > 0) {
        row.put("at", Instant.ofEpochSecond(random.nextInt(3)));
      }
      if (n % 5 > 0) {
        row.put("k1", (long) (n % 5));
      }
      row.put("k2", n / 5 == 0 ? null : String.valueOf((char) ('a' + n / 5)));
      List<MemoryTable> all = new ArrayList<>(tables.values());
      all.get(random.nextInt(all.size())).insert(row);
    }

    List<String> allPages(String order, int limit, boolean insertBetween) throws IOException {
      List<String> shown = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        Answer answer = page(order, limit, cursor);
        assertThat(answer.rows().size()).isLessThanOrEqualTo(limit);
        shown.addAll(answer.rows());
        cursor = answer.next();
        if (insertBetween && rows < 60) {
          insertSomewhere();
        }
      } while (cursor.isPresent());
      return shown;
    }

    Answer page(String order, int limit, Optional<String> cursor) throws IOException {
      Map<String, List<String>> parameters = new HashMap<>();
      parameters.put("id", List.of("p"));
      parameters.put("order", List.of(order));
      parameters.put("limit", List.of(String.valueOf(limit)));
      cursor.ifPresent(text -> parameters.put("cursor", List.of(text)));
      InteractionPlan plan = interactions.plan(parameters);
      InteractionRequest request = reader.read(parameters);
      List<List<Map<String, Object>>> results =
          plan.statements().stream().map(query -> run(query, request)).toList();
      JsonNode answer = JSON.readTree(plan.answer(results));
      List<String> rows = new ArrayList<>();
      answer
          .get("interactions")
          .forEach(each -> rows.add(each.get("source").asText() + each.at("/attributes/n")));
      return new Answer(rows, Optional.ofNullable(answer.get("next")).map(JsonNode::asText));
    }

    /** Evaluates the tree whose text is the planned statement. */
    private List<Map<String, Object>> run(InteractionQuery query, InteractionRequest request) {
      Map<String, Object> parameters = query.parameters();
      Optional<Long> after = Optional.empty();
      if (query.sql().contains("FALSE") || query.sql().matches("(?s).*(:p\\d|AND .* IS NULL).*")) {
        long nulls = 0;
        for (int i = 0; i < 3; i++) {
          nulls |= parameters.containsKey("p" + i) ? 0 : 1L << i;
        }
        after = Optional.of(nulls);
      }
      var shape =
          new SourcePlanner.Shape(1, 0, false, false, after, request.order(), request.limit() + 1);
      var select = planners.get(query.source().name()).select(shape);
      int limit = request.limit() + 1;
      assertThat(query.sql()).isEqualTo(select.sql());
      return tables.get(query.source().name()).select(select, parameters, limit);
    }
  }
}
