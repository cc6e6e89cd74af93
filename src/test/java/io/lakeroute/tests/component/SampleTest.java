// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code databricks:catalog} with {@code action=sample} over real HTTP. */
class SampleTest extends ComponentFixture {
  private static final int ROWS = 20_000;

  private final String schema;

  SampleTest(LocalWorkspace workspace) {
    super(workspace);
    this.schema = workspace.access().catalog() + "." + workspace.access().schema();
  }

  @BeforeAll
  void prepare() {
    for (String sql :
        List.of(
            """
            CREATE TABLE %s.leads COMMENT 'who may buy' AS SELECT id, IF(id = 1, NULL, concat('lead ', id)) AS name,
              CAST(id AS DECIMAL(9,2)) AS worth, DATE'2024-01-01' + CAST(id AS INT) AS day,
              TIMESTAMP'2024-01-01 00:00:00Z' + make_interval(0,0,0,0,0,0,id) AS at, X'CAFE' AS photo,
              named_struct('a', id, 'b', 'x') AS pair, 'secret' AS email FROM range(0, 3, 1, 1)
            """,
            "CREATE VIEW %s.all_leads AS SELECT id, id %% 7 AS kind FROM range(0, "
                + ROWS
                + ", 1, 1)",
            "CREATE TABLE %s.many AS SELECT id, id %% 7 AS kind FROM range(0, " + ROWS + ", 1, 1)",
            "CREATE TABLE %s.nothing (id INT COMMENT 'no rows', m MAP<STRING, INT>)",
            "CREATE TABLE %s.odd TBLPROPERTIES (delta.columnMapping.mode = 'name') AS"
                + " SELECT * FROM VALUES (1, 'b', 2, ':c', '\"q\"', 'it\\'s', 3, 4) AS t(`a b`, `back``tick`,"
                + " `what?`, `:colon`, `\"quoted\"`, `it's`, `größe_表`, `Mixed`)",
            "CREATE TABLE %s.lengthy AS SELECT repeat('😀', 300) AS smile, repeat('x', 40) AS x,"
                + " array(repeat('y', 60)) AS list")) {
      workspace.statements().run(sql.formatted(schema));
    }
  }

  @Test
  void shows_columns_rows_and_statistics() {
    Map<String, Object> sample = sample(".leads?action=sample&excludeColumns=email");

    assertThat(sample)
        .contains(
            entry("object", schema + ".leads"),
            entry("type", "MANAGED"),
            entry("format", "DELTA"),
            entry("comment", "who may buy"),
            entry("rowCount", 3L),
            entry("sampleMode", "first"),
            entry("statisticsRows", 3L));
    assertThat(column(sample, "id"))
        .contains(entry("nulls", 0L), entry("distinct", 3L), entry("min", 0L), entry("max", 2L));
    assertThat(column(sample, "name"))
        .contains(
            entry("type", "string"),
            entry("nulls", 1L),
            entry("distinct", 2L),
            entry("min", "lead 0"),
            entry("max", "lead 2"));
    assertThat(column(sample, "worth"))
        .contains(entry("min", new BigDecimal("0.00")), entry("max", new BigDecimal("2.00")));
    assertThat(column(sample, "day")).containsEntry("max", LocalDate.parse("2024-01-03"));
    assertThat(column(sample, "at")).containsEntry("max", Instant.parse("2024-01-01T00:00:02Z"));
    assertThat(column(sample, "photo")).containsEntry("distinct", 1L).doesNotContainKey("min");
    assertThat(column(sample, "pair")).containsEntry("nulls", 0L).doesNotContainKey("distinct");
    assertThat(rows(sample))
        .anySatisfy(
            row ->
                assertThat(row)
                    .contains(
                        entry("id", 1L),
                        entry("name", null),
                        entry("photo", "2 bytes"),
                        entry("pair", "{\"a\":1,\"b\":\"x\"}")));
  }

  @Tag("matrix")
  @Test
  void reads_everything_in_one_statement() {
    sample(".leads?action=sample");
    workspace.knobs().clearCalls();

    sample(".leads?action=sample");

    assertThat(workspace.knobs().count("POST", "/api/2.0/sql/statements/?")).isEqualTo(1);
    assertThat(workspace.knobs().count("GET", "/api/2.1/unity-catalog/.*")).isEqualTo(1);
  }

  @Tag("matrix")
  @Test
  void looks_at_no_more_rows_than_allowed_and_still_counts_all_of_a_table() {
    Map<String, Object> sample = sample(".many?action=sample&sampleRows=5&statisticsRows=1000");

    assertThat(rows(sample)).hasSize(5);
    assertThat(sample).contains(entry("rowCount", (long) ROWS), entry("statisticsRows", 1_000L));
    assertThat(column(sample, "kind")).contains(entry("distinct", 7L), entry("max", 6L));
    assertThat((Long) column(sample, "id").get("distinct")).isBetween(900L, 1_100L);
  }

  @Tag("matrix")
  @Test
  void leaves_the_rows_of_a_large_view_uncounted() {
    assertThat(sample(".all_leads?action=sample&statisticsRows=1000"))
        .contains(entry("rowCount", null), entry("type", "VIEW"));
    assertThat(sample(".all_leads?action=sample&statisticsRows=50000"))
        .contains(entry("rowCount", (long) ROWS));
  }

  @Tag("matrix")
  @Test
  void draws_rows_by_chance_from_all_of_the_table() {
    Map<String, Object> sample =
        sample(".many?action=sample&sampleMode=random&sampleRows=100&statisticsRows=1000");

    // 100 of 20,000 all within the first 5,000: one in 4 to the 100th.
    assertThat(rows(sample)).extracting(row -> (Long) row.get("id")).anyMatch(id -> id >= 5_000);
    assertThat((Long) column(sample, "id").get("max")).isGreaterThan(ROWS / 2);
  }

  @Tag("matrix")
  @Test
  void makes_no_statistics_where_none_are_wanted() {
    Map<String, Object> sample = sample(".many?action=sample&sampleRows=2&statisticsRows=0");

    assertThat(rows(sample)).hasSize(2);
    assertThat(sample).contains(entry("statisticsRows", 0L), entry("rowCount", null));
    assertThat(column(sample, "id")).containsOnlyKeys("name", "type", "nullable", "comment");
  }

  @Tag("matrix")
  @Test
  void knows_the_columns_of_an_empty_table() {
    Map<String, Object> sample = sample(".nothing?action=sample");

    assertThat(sample).contains(entry("rowCount", 0L), entry("rows", List.of()));
    assertThat(column(sample, "id"))
        .contains(
            entry("comment", "no rows"),
            entry("nulls", 0L),
            entry("distinct", 0L),
            entry("min", null));
  }

  @Test
  void shows_nothing_of_excluded_columns_but_that_they_are_there() {
    Map<String, Object> sample = sample(".leads?action=sample&excludeColumns=EM*,name");

    assertThat(sample.toString()).doesNotContain("secret", "lead 2");
    assertThat(column(sample, "email"))
        .containsOnlyKeys("name", "type", "nullable", "comment", "excluded");
    assertThat(rows(sample).get(0)).doesNotContainKeys("email", "name").containsKey("id");
    assertThat(rows(sample(".leads?action=sample&excludeColumns=*"))).hasSize(3);
  }

  @Tag("matrix")
  @Test
  void refuses_to_exclude_a_column_that_is_not_there() {
    assertThatThrownBy(() -> sample(".leads?action=sample&excludeColumns=emial,x*"))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "Cannot sample %s.leads: excludeColumns names 'emial', which it has not. Its columns are: id, name, worth, day,"
                    .formatted(schema)
                + " at, photo, pair, email.");
    assertThat(
            component.ask(
                Map.class,
                "databricks:catalog?action=sample&objectFrom=header&excludeColumns=emial,email",
                Map.of(DatabricksConstants.OBJECT, schema + ".leads")))
        .as("a list for many tables")
        .isNotEmpty();
  }

  @Tag("matrix")
  @Test
  void cuts_what_is_long() {
    Map<String, Object> row = rows(sample(".lengthy?action=sample&maxValueLength=40")).get(0);

    assertThat(row)
        .contains(
            entry("smile", "😀".repeat(40) + "…"),
            entry("x", "x".repeat(40)),
            entry("list", "[\"" + "y".repeat(38) + "…"));
  }

  @Tag("matrix")
  @Test
  void reads_columns_whatever_their_names() {
    assertThat(rows(sample(".odd?action=sample")).get(0))
        .contains(
            entry("a b", 1L),
            entry("back`tick", "b"),
            entry("what?", 2L),
            entry(":colon", ":c"),
            entry("\"quoted\"", "\"q\""),
            entry("it's", "it's"),
            entry("größe_表", 3L),
            entry("Mixed", 4L));
  }

  @Tag("matrix")
  @Test
  void writes_a_prompt() {
    assertThat(
            component.ask(
                String.class,
                "databricks:catalog:"
                    + schema
                    + ".leads?action=sample&outputType=text&sampleRows=3&excludeColumns=email,at,photo",
                Map.of()))
        .isEqualTo(
            """
            %s.leads MANAGED, 3 rows: who may buy

            Columns:
            id bigint (3 distinct, 0 to 2)
            name string (1 null, 2 distinct, "lead 0" to "lead 2")
            worth decimal(9,2) (3 distinct, 0.00 to 2.00)
            day date (3 distinct, "2024-01-01" to "2024-01-03")
            at timestamp (values withheld)
            photo binary (values withheld)
            pair struct<a:bigint,b:string>
            email string (values withheld)

            Sample rows (first):
            id,name,worth,day,pair
            0,lead 0,0.00,2024-01-01,"{""a"":0,""b"":""x""}"
            1,,1.00,2024-01-02,"{""a"":1,""b"":""x""}"
            2,lead 2,2.00,2024-01-03,"{""a"":2,""b"":""x""}"
            """
                .formatted(schema));
  }

  @Tag("matrix")
  @Test
  void is_json_where_json_is_wanted() {
    assertThat(
            component.ask(
                String.class,
                "databricks:catalog:" + schema + ".nothing?action=sample&outputType=json",
                Map.of()))
        .isEqualTo(
            ("{\"object\":\"%s.nothing\",\"type\":\"MANAGED\",\"format\":\"DELTA\",\"comment\":null,\"rowCount\":0,"
                    + "\"sampleMode\":\"first\",\"statisticsRows\":0,\"columns\":[{\"name\":\"id\",\"type\":\"int\","
                    + "\"nullable\":true,\"comment\":\"no rows\",\"nulls\":0,\"distinct\":0,\"min\":null,\"max\":null},"
                    + "{\"name\":\"m\",\"type\":\"map<string,int>\",\"nullable\":true,\"comment\":null,\"nulls\":0}],\"rows\":[]}")
                .formatted(schema));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> sample(String rest) {
    return component.ask(Map.class, "databricks:catalog:" + schema + rest, Map.of());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rows(Map<String, Object> sample) {
    return (List<Map<String, Object>>) sample.get("rows");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> column(Map<String, Object> sample, String name) {
    return ((List<Map<String, Object>>) sample.get("columns"))
        .stream().filter(c -> c.get("name").equals(name)).findFirst().orElseThrow();
  }
}
