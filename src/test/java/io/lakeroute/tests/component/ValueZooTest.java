// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static io.lakeroute.tests.component.ComponentContext.servicePrincipal;
import static io.lakeroute.tests.component.ComponentContext.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.option.OutputType;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.databricks.result.StreamFormat;
import io.lakeroute.tests.component.ValueZoo.Specimen;
import io.lakeroute.tests.workspace.Clusters;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every value is the same on every way: each output type, each stream format, through the driver in
 * both of its protocols and from storage, in a zone of the JVM whose clocks change.
 */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ValueZooTest {
  private static final List<Specimen> ZOO = ValueZoo.all();
  private static final String STATEMENT = ValueZoo.statement(ZOO);

  /** How rows come from the workspace. */
  enum Way {
    /** Lists through the driver over the Statement Execution API, others from storage. */
    WAREHOUSE,
    /** What would come from storage comes through the driver over Thrift. */
    WITHOUT_STORAGE,
    /** All through the driver over Thrift. */
    CLUSTER
  }

  private final LocalWorkspace workspace;
  private final Map<Way, ComponentContext> contexts = new LinkedHashMap<>();
  private final TimeZone zone = TimeZone.getDefault();

  ValueZooTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void open() {
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
  }

  private ComponentContext context(Way way) {
    return contexts.computeIfAbsent(way, this::start);
  }

  private ComponentContext start(Way way) {
    Map<String, String> keys = servicePrincipal(workspace.access());
    if (way == Way.CLUSTER) {
      return ComponentContext.start(with(keys, "httpPath", Clusters.HTTP_PATH));
    }
    ComponentContext context = ComponentContext.start(keys);
    if (way == Way.WITHOUT_STORAGE) {
      workspace.knobs().add(Fault.on("GET /results/.*", 403).times(100));
      context.batches("SELECT 'storage is out of reach'", Map.of());
      workspace.knobs().clearFaults();
    }
    return context;
  }

  @AfterAll
  void close() {
    TimeZone.setDefault(zone);
    contexts.values().forEach(ComponentContext::close);
  }

  static Stream<Arguments> ofWarehouses() {
    return all(Way.WAREHOUSE);
  }

  static Stream<Arguments> others() {
    return Stream.concat(
        all(Way.CLUSTER),
        Stream.of(Arguments.of(Way.WITHOUT_STORAGE, OutputType.BATCHES, StreamFormat.JSON)));
  }

  private static Stream<Arguments> all(Way way) {
    return Arrays.stream(OutputType.values())
        .flatMap(
            type ->
                switch (type) {
                  case LIST, ONE, JSON, BATCHES ->
                      Stream.of(Arguments.of(way, type, StreamFormat.JSON));
                  case STREAM ->
                      Arrays.stream(StreamFormat.values())
                          .map(format -> Arguments.of(way, type, format));
                  // Of catalog only.
                  case TEXT -> Stream.<Arguments>empty();
                });
  }

  @Tag("matrix")
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("others")
  void so_it_does_in_every_other_way(Way way, OutputType type, StreamFormat format) {
    gives_every_value_as_it_is(way, type, format);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("ofWarehouses")
  void gives_every_value_as_it_is(Way way, OutputType type, StreamFormat format) {
    String options = "&outputType=" + type + (type == OutputType.STREAM ? "&format=" + format : "");
    Object body = context(way).read(options, STATEMENT, ValueZooTest::drained);

    assertThat(
            switch (type) {
              case LIST, BATCHES -> differences((Map<?, ?>) ((List<?>) body).get(0));
              case ONE -> differences((Map<?, ?>) body);
              case JSON -> differences("[" + json() + "]", (String) body);
              case STREAM -> differences(encoded(format), (String) body);
              case TEXT -> throw new IllegalStateException();
            })
        .isEmpty();
  }

  @Tag("matrix")
  @ParameterizedTest
  @EnumSource(value = Way.class, mode = EnumSource.Mode.EXCLUDE, names = "WAREHOUSE")
  void every_other_way_refuses_a_struct_with_two_fields_of_one_name(Way way) {
    assertStructRefused(way);
  }

  @Test
  void refuses_a_struct_with_two_fields_of_one_name() {
    assertStructRefused(Way.WAREHOUSE);
  }

  private void assertStructRefused(Way way) {
    for (OutputType type : List.of(OutputType.LIST, OutputType.STREAM)) {
      Throwable failure =
          context(way)
              .route(
                  "&outputType=" + type,
                  "SELECT array(named_struct('a', 1, 'a', 2)) AS s",
                  Map.of(),
                  ValueZooTest::drained)
              .getException();

      assertThat(failure)
          .as("%s", type)
          .isInstanceOfSatisfying(
              DatabricksException.class, e -> assertThat(e.getReason()).isEqualTo(Reason.INVALID))
          .hasMessageContaining(
              "The column 's' has a STRUCT with two fields named 'a'. Give one of them another name.");
    }
  }

  @Test
  void the_zoo_has_a_value_of_every_type_of_sql() {
    String types = ZOO.stream().map(Specimen::sql).collect(Collectors.joining("\n"));

    assertThat(types)
        .contains(
            "true",
            "TINYINT",
            "SMALLINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL(38,0)",
            "DECIMAL(38,18)",
            "CHAR(5)",
            "VARCHAR(5)",
            "X'",
            "DATE'",
            "TIMESTAMP'",
            "TIMESTAMP_NTZ'",
            "YEAR TO MONTH",
            "DAY TO SECOND",
            "parse_json",
            "array(",
            "map(",
            "named_struct(",
            "NULL");
    assertThat(ZOO).extracting(Specimen::name).doesNotHaveDuplicates().hasSizeGreaterThan(150);
  }

  /** What a body holds, read while its exchange is under way. */
  private static Object drained(Object body) throws IOException {
    if (body instanceof InputStream stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (body instanceof Iterator<?> batches) {
      List<Object> rows = new ArrayList<>();
      batches.forEachRemaining(batch -> rows.addAll(((RecordBatch) batch).asMaps()));
      return rows;
    }
    return body;
  }

  /** The columns whose values are other ones. */
  private static List<String> differences(Map<?, ?> row) {
    assertThat(row).hasSize(ZOO.size());
    return ZOO.stream()
        .filter(one -> !Objects.equals(comparable(one.java()), comparable(row.get(one.name()))))
        .map(one -> one.name() + ": " + one.java() + " was " + row.get(one.name()))
        .toList();
  }

  /** The texts from the first column on that is written otherwise. */
  private static List<String> differences(String expected, String actual) {
    int same = Arrays.mismatch(expected.toCharArray(), actual.toCharArray());
    int from = Math.max(0, same - 80);
    return same < 0
        ? List.of()
        : List.of(
            expected.substring(from, Math.min(expected.length(), same + 80)),
            actual.substring(from, Math.min(actual.length(), same + 80)));
  }

  private static String encoded(StreamFormat format) {
    return switch (format) {
      case JSON -> "[" + json() + "]";
      case JSON_LINES -> json() + "\n";
      case CSV -> csv();
    };
  }

  private static String json() {
    return ZOO.stream()
        .map(specimen -> '"' + specimen.name() + "\":" + specimen.json())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String csv() {
    return ZOO.stream().map(Specimen::name).collect(Collectors.joining(",", "", "\n"))
        + ZOO.stream().map(Specimen::csv).collect(Collectors.joining(",", "", "\n"));
  }

  /** Bytes as text, which equals by its content, at any depth. */
  private static Object comparable(Object value) {
    if (value instanceof byte[] bytes) {
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(ValueZooTest::comparable).collect(Collectors.toList());
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> comparable = new LinkedHashMap<>();
      map.forEach((key, element) -> comparable.put(key, comparable(element)));
      return comparable;
    }
    return value;
  }
}
