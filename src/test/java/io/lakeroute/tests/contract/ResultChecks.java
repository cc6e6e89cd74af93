// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Rest;
import io.lakeroute.tests.workspace.Statements;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How values and large results travel. */
interface ResultChecks extends Checks {

  @Test
  default void values_of_every_type_are_texts() {
    JsonNode statement =
        statements()
            .execute(
                """
                SELECT CAST(-128 AS TINYINT) ti, CAST(1 AS SMALLINT) si, 2 i,
                  9223372036854775807 bi, CAST(1.5 AS FLOAT) f, CAST('NaN' AS DOUBLE) d,
                  CAST(12.340 AS DECIMAL(38,18)) de, true b, 'é' s, X'00FF' x,
                  DATE'1999-12-31' da, TIMESTAMP'2024-01-02 03:04:05.123456Z' ts,
                  TIMESTAMP_NTZ'2024-01-02 03:04:05.123456' ntz, array(1, 2) a, map('a', 1) m,
                  named_struct('x', 1, 'y', 'p') st, CAST(NULL AS STRING) n
                """,
                Map.of());

    assertThat(Statements.rows(statement.path("result").path("data_array")))
        .containsExactly(
            Arrays.asList(
                "-128",
                "1",
                "2",
                "9223372036854775807",
                "1.5",
                "NaN",
                "12.340000000000000000",
                "true",
                "é",
                "AP8=",
                "1999-12-31",
                "2024-01-02T03:04:05.123Z",
                "2024-01-02T03:04:05.123",
                "[\"1\",\"2\"]",
                "{\"a\":\"1\"}",
                "{\"x\":\"1\",\"y\":\"p\"}",
                null));
    assertThat(types(statement))
        .containsExactly(
            "TINYINT BYTE",
            "SMALLINT SHORT",
            "INT INT",
            "BIGINT LONG",
            "FLOAT FLOAT",
            "DOUBLE DOUBLE",
            "DECIMAL(38,18) DECIMAL",
            "BOOLEAN BOOLEAN",
            "STRING STRING",
            "BINARY BINARY",
            "DATE DATE",
            "TIMESTAMP TIMESTAMP",
            "TIMESTAMP_NTZ TIMESTAMP_NTZ",
            "ARRAY<INT> ARRAY",
            "MAP<STRING, INT> MAP",
            "STRUCT<x: INT NOT NULL, y: STRING NOT NULL> STRUCT",
            "STRING STRING");
  }

  @Test
  default void a_result_without_rows_still_has_columns() {
    JsonNode statement = statements().execute("SELECT 1 AS one WHERE false", Map.of());

    assertThat(types(statement)).containsExactly("INT INT");
    assertThat(statement.path("manifest").path("total_row_count").asLong(-1)).isZero();
    assertThat(statement.path("result").path("data_array")).isEmpty();
  }

  @Test
  default void external_links_give_every_row_once_and_in_order() throws IOException {
    JsonNode statement =
        links("SELECT id, repeat('x', 1000) FROM range(0, 40000, 1, 4) ORDER BY id", "JSON_ARRAY");
    long chunks = statement.path("manifest").path("total_chunk_count").asLong();
    List<Long> firsts = new ArrayList<>();
    long rows = 0;

    for (long index = 0; index < chunks; index++) {
      JsonNode link = link(statement, index);
      JsonNode data = Rest.JSON.readTree(fetch(link).bytes());
      assertThat(link.path("row_offset").asLong()).isEqualTo(rows);
      assertThat(data).hasSize(link.path("row_count").asInt());
      firsts.add(data.path(0).path(0).asLong());
      assertThat(firsts.get(firsts.size() - 1)).isEqualTo(rows);
      rows += data.size();
    }

    assertThat(rows).isEqualTo(40_000);
    assertThat(statement.path("manifest").path("total_row_count").asLong()).isEqualTo(rows);
  }

  @Test
  default void arrow_links_are_whole_streams() {
    JsonNode statement =
        links("SELECT id, repeat(uuid(), 28) AS u FROM range(0, 50000, 1, 4)", "ARROW_STREAM");
    long chunks = statement.path("manifest").path("total_chunk_count").asLong();
    assertThat(chunks).as("an answer of 50 MB travels in several links").isGreaterThan(1);

    for (long index = 0; index < chunks; index++) {
      byte[] stream = fetch(link(statement, index)).bytes();
      assertThat(Arrays.copyOf(stream, 4)).as("continuation marker").containsOnly(0xFF);
      assertThat(Arrays.copyOfRange(stream, stream.length - 8, stream.length))
          .as("end of stream")
          .containsExactly(0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0);
    }
  }

  @Test
  default void links_need_no_credential_and_soon_expire() {
    JsonNode link = link(links("SELECT * FROM range(10)", "JSON_ARRAY"), 0);

    assertThat(fetch(link).status()).isEqualTo(200);
    assertThat(Duration.between(Instant.now(), Instant.parse(link.path("expiration").asText())))
        .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(16));
  }

  @Test
  default void asking_for_a_chunk_again_gives_a_link_that_works() {
    JsonNode statement = links("SELECT * FROM range(10)", "JSON_ARRAY");
    String id = statement.path("statement_id").asText();

    JsonNode again = statements().chunk(id, 0).json().path("external_links").path(0);

    assertThat(fetch(again).text()).isEqualTo(fetch(link(statement, 0)).text());
  }

  @Test
  default void a_link_without_its_signature_opens_nothing() {
    String link =
        link(links("SELECT * FROM range(10)", "JSON_ARRAY"), 0).path("external_link").asText();

    assertThat(Rest.anonymous().get(URI.create(link.replaceFirst("\\?.*", ""))).status())
        .isIn(400, 401, 403);
  }

  @Test
  default void links_of_a_limited_result_say_that_rows_were_left() {
    JsonNode statement =
        statements()
            .execute(
                "SELECT id FROM range(10)",
                Map.of("disposition", "EXTERNAL_LINKS", "format", "ARROW_STREAM", "row_limit", 3));

    assertThat(statement.path("manifest").path("truncated").asBoolean()).isTrue();
    assertThat(statement.path("manifest").path("total_row_count").asLong()).isEqualTo(3);
    assertThat(link(statement, 0).path("row_count").asLong()).isEqualTo(3);
  }

  @Test
  default void a_result_without_rows_has_columns_and_no_chunk() {
    JsonNode statement = links("SELECT 1 AS one WHERE false", "ARROW_STREAM");

    assertThat(types(statement)).containsExactly("INT INT");
    assertThat(statement.path("manifest").path("total_chunk_count").asLong(-1)).isZero();
  }

  @Test
  default void a_statement_that_is_closed_gives_up_its_result() {
    JsonNode statement = links("SELECT * FROM range(10)", "ARROW_STREAM");
    String id = statement.path("statement_id").asText();
    assertThat(link(statement, 0).path("external_link").asText()).startsWith("http");

    assertThat(rest().delete(workspace().url("/api/2.0/sql/statements/" + id)).status())
        .isEqualTo(200);

    assertThat(Statements.state(statements().get(id).json())).isNotEqualTo("SUCCEEDED");
  }

  private JsonNode links(String sql, String format) {
    return statements().execute(sql, Map.of("disposition", "EXTERNAL_LINKS", "format", format));
  }

  private JsonNode link(JsonNode statement, long index) {
    JsonNode result =
        index == 0
            ? statement.path("result")
            : statements().chunk(statement.path("statement_id").asText(), index).json();
    return result.path("external_links").path(0);
  }

  private static Rest.Reply fetch(JsonNode link) {
    return Rest.anonymous().get(URI.create(link.path("external_link").asText()));
  }

  private static List<String> types(JsonNode statement) {
    List<String> types = new ArrayList<>();
    statement
        .path("manifest")
        .path("schema")
        .path("columns")
        .forEach(c -> types.add(c.path("type_text").asText() + " " + c.path("type_name").asText()));
    return types;
  }
}
