package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.DatabricksConstants;
import io.lakeroute.databricks.DatabricksException;
import io.lakeroute.databricks.Reason;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.Knobs.Call;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and streams of a warehouse come from object storage, whatever happens on the way. */
@ExtendWith(LocalWorkspaceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageReadTest {
  private static final String STATEMENTS = "/api/2.0/sql/statements";
  private static final String LINK = "/results/.*";

  /** Four partitions, so four chunks where chunks are small. */
  private static final String ROWS = "SELECT id FROM range(0, 8000, 1, 4)";

  private final LocalWorkspace workspace;
  private ComponentContext component;

  StorageReadTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  void start() {
    component = ComponentContext.start(workspace.access());
    component.batches("SELECT 'the time zone is known now'", Map.of());
  }

  @AfterAll
  void stop() {
    component.close();
  }

  @BeforeEach
  void smallChunks() {
    workspace.knobs().set("chunkBytes", 1);
    workspace.knobs().clearCalls();
  }

  @Test
  void fetches_each_chunk_once_without_a_credential_and_gives_up_the_result() {
    assertThat(ids(ROWS)).isEqualTo(upTo(8000));

    assertThat(calls("GET", LINK)).hasSize(4).allSatisfy(c -> assertThat(c.principal()).isEmpty());
    assertThat(calls("POST", STATEMENTS)).hasSize(1);
    assertThat(calls("DELETE", STATEMENTS + "/.*")).hasSize(1);
    assertThat(workspace.knobs().calls())
        .allSatisfy(call -> assertThat(call.userAgent()).contains("Lakeroute/"));
  }

  @Test
  void batches_are_filled_across_chunks() {
    List<Integer> sizes =
        component.read(
            "&outputType=batches&batchSize=3000",
            ROWS,
            body -> {
              List<Integer> all = new ArrayList<>();
              ((Iterator<?>) body).forEachRemaining(b -> all.add(((RecordBatch) b).size()));
              return all;
            });

    assertThat(sizes).containsExactly(3000, 3000, 2000);
  }

  @Test
  void asks_for_another_link_where_one_has_expired() {
    workspace.knobs().add(Fault.on("GET /results/.*/2", 403));

    assertThat(ids(ROWS)).isEqualTo(upTo(8000));

    assertThat(calls("GET", STATEMENTS + "/.*/result/chunks/2")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 503})
  void fetches_a_chunk_again_whose_download_breaks_off(int status) {
    workspace.knobs().add(Fault.on("GET /results/.*/[13]", status).times(2));

    assertThat(ids(ROWS)).isEqualTo(upTo(8000));
  }

  @Test
  void takes_no_other_bytes_for_rows() {
    workspace.knobs().add(Fault.on("GET /results/.*/1", 200).body(Map.of("html", "proxy says no")));

    assertThat(ids(ROWS)).isEqualTo(upTo(8000));
  }

  @Test
  void says_which_part_is_missing_after_rows_were_given_out() {
    workspace.knobs().add(Fault.on("GET /results/.*/3", 503).times(10));

    DatabricksException failure = fails("&outputType=batches&batchSize=500", ROWS);

    assertThat(failure.getReason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure)
        .hasMessage(
            "Cannot fetch part 4 of 4 of the result on connection 'local' from 127.0.0.1 (HTTP 503): the service does"
                + " not answer as it should. Try again later.");
    assertThat(calls("DELETE", STATEMENTS + "/.*")).hasSize(1);
  }

  @Test
  void a_token_that_is_revoked_in_the_middle_costs_no_row() {
    List<Object> rows =
        component.read(
            "&outputType=batches&batchSize=10",
            "SELECT id FROM range(0, 8000, 1, 8)",
            body -> {
              Iterator<?> batches = (Iterator<?>) body;
              List<Object> all = new ArrayList<>(((RecordBatch) batches.next()).asMaps());
              workspace.knobs().revokeTokens();
              batches.forEachRemaining(b -> all.addAll(((RecordBatch) b).asMaps()));
              return all;
            });

    assertThat(rows).hasSize(8000);
    assertThat(calls("POST", "/oidc/v1/token")).hasSize(1);
  }

  @Test
  void a_body_closed_early_gives_up_the_result_and_the_other_chunks() {
    component.read(
        "&outputType=batches&batchSize=10",
        "SELECT id FROM range(0, 20000, 1, 20)",
        body -> {
          ((Iterator<?>) body).next();
          ((Closeable) body).close();
          return true;
        });

    assertThat(calls("DELETE", STATEMENTS + "/.*")).hasSize(1);
    assertThat(calls("GET", LINK)).hasSizeBetween(1, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batches", "stream"})
  void a_body_that_nobody_reads_is_given_up_with_the_exchange(String type) {
    component.read("&outputType=" + type, ROWS, body -> true);

    assertThat(calls("DELETE", STATEMENTS + "/.*")).hasSize(1);
  }

  @Test
  void maxRows_limits_at_the_warehouse_and_is_told_at_the_end() {
    assertThat(linesAndTruncated("&maxRows=3")).containsExactly(3L, true);
    assertThat(linesAndTruncated("&maxRows=8000")).containsExactly(8000L, false);
    assertThat(linesAndTruncated("")).containsExactly(8000L, false);
  }

  private List<Object> linesAndTruncated(String options) {
    Exchange exchange =
        component.route("&outputType=stream" + options, ROWS, Map.of(), StorageReadTest::lines);
    return List.of(
        exchange.getProperty("read"),
        exchange.getMessage().getHeader(DatabricksConstants.TRUNCATED));
  }

  private static long lines(Object stream) throws IOException {
    return new String(((InputStream) stream).readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .count();
  }

  @Test
  void a_statement_that_takes_too_long_is_cancelled() {
    DatabricksException failure =
        fails(
            "&outputType=batches&statementTimeout=1s",
            "SELECT count(*) FROM range(100000000000) WHERE hash(id) % 7 = 1");

    assertThat(failure.getReason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(failure.getMessage())
        .startsWith(
            "Cannot run the statement on connection 'local': it took longer than statementTimeout (1 s) and was cancelled");
    assertThat(calls("POST", STATEMENTS + "/.*/cancel")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM nope",
        "SELECT * FROM main.nope.nope",
        "SELECT nope FROM (SELECT 1 AS one)",
        "SELECT FROM",
        "SELECT CAST('x' AS INT)",
        "SELECT 1/0",
        "SELECT 1 AS a, 2 AS a",
      })
  void fails_in_the_words_of_the_driver(String sql) {
    DatabricksException driver = fails("&outputType=list", sql);
    DatabricksException storage = fails("&outputType=batches", sql);

    assertThat(storage.getReason()).isEqualTo(driver.getReason());
    assertThat(withoutId(storage)).isEqualTo(withoutId(driver));
  }

  @Test
  void timestamps_are_instants_in_a_zone_that_skips_their_hour() {
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
    try {
      assertThat(
              component.batches(
                  "SELECT TIMESTAMP'2024-03-10 02:30:00.123456Z' AS t, DATE'1582-10-10' AS d",
                  Map.of()))
          .containsExactly(
              Map.of(
                  "t",
                  Instant.parse("2024-03-10T02:30:00.123456Z"),
                  "d",
                  LocalDate.parse("1582-10-10")));
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void reads_through_the_warehouse_where_storage_lets_nobody_in() {
    try (var other = ComponentContext.start(workspace.access())) {
      workspace.knobs().add(Fault.on("GET " + LINK, 403).times(100));

      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));
      long tried = calls("GET", LINK).size();
      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));
      assertThat(other.query(List.class, "", ROWS, Map.of())).hasSize(8000);

      assertThat(tried).isPositive();
      assertThat(calls("GET", LINK)).as("nobody tries again").hasSize((int) tried);
      assertThat(calls("POST", "/sql/1.0/warehouses/.*")).as("Thrift").isNotEmpty();
    }
  }

  @Test
  void reads_through_the_driver_where_statements_are_not_in_utc() {
    try (var other = ComponentContext.start(workspace.access())) {
      workspace
          .knobs()
          .add(
              Fault.on("POST " + STATEMENTS, 200)
                  .body(
                      Map.of(
                          "statement_id",
                          "01f1c46c-0000-0000-0000-000000000000",
                          "status",
                          Map.of("state", "SUCCEEDED"),
                          "result",
                          Map.of("data_array", List.of(List.of("Asia/Tokyo"))))));

      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));
      assertThat(ids(other, ROWS)).isEqualTo(upTo(8000));

      assertThat(calls("GET", STATEMENTS + "/.*/result/chunks/.*")).isEmpty();
    }
  }

  /** The failure of a statement whose rows are all read. */
  private DatabricksException fails(String options, String sql) {
    Exchange exchange = component.route(options, sql, Map.of(), StorageReadTest::drain);
    assertThat(exchange.getException()).isInstanceOf(DatabricksException.class);
    return (DatabricksException) exchange.getException();
  }

  private static Object drain(Object body) {
    if (body instanceof Iterator<?> batches) {
      batches.forEachRemaining(batch -> {});
    }
    return true;
  }

  /** Every statement has an id of its own. */
  private static String withoutId(DatabricksException failure) {
    return failure.getMessage().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
  }

  private List<Object> ids(String sql) {
    return ids(component, sql);
  }

  private static List<Object> ids(ComponentContext from, String sql) {
    return from.batches(sql, Map.of()).stream()
        .<Object>map(row -> ((Map<?, ?>) row).get("id"))
        .toList();
  }

  private static List<Object> upTo(long count) {
    return LongStream.range(0, count).<Object>mapToObj(id -> id).toList();
  }

  private List<Call> calls(String method, String path) {
    return workspace.knobs().calls().stream().filter(call -> call.is(method, path)).toList();
  }
}
