// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.error.DatabricksException;
import io.lakeroute.databricks.error.Reason;
import io.lakeroute.databricks.header.DatabricksConstants;
import io.lakeroute.databricks.result.RecordBatch;
import io.lakeroute.tests.workspace.Knobs.Fault;
import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and streams of a warehouse come from object storage, whatever happens on the way. */
class StorageReadTest extends StorageFixture {

  StorageReadTest(LocalWorkspace workspace) {
    super(workspace);
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

  @Test
  void fetches_a_chunk_again_whose_download_breaks_off() {
    fetchesAgain(0);
  }

  @Tag("matrix")
  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void fetches_a_chunk_again_that_is_refused(int status) {
    fetchesAgain(status);
  }

  private void fetchesAgain(int status) {
    workspace.knobs().add(Fault.on("GET /results/.*/[13]", status).times(2));

    assertThat(ids(ROWS)).isEqualTo(upTo(8000));
  }

  @Test
  void takes_no_other_bytes_for_rows() {
    workspace.knobs().add(Fault.on("GET /results/.*/1", 200).body(Map.of("html", "proxy says no")));

    assertThat(ids(ROWS)).isEqualTo(upTo(8000));
  }

  @Tag("matrix")
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
}
