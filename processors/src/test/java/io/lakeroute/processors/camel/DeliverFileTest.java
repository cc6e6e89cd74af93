// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static io.lakeroute.processors.camel.DeliveryRig.batch;
import static io.lakeroute.processors.camel.DeliveryRig.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliverFileTest {

  private static final List<Map<String, Object>> ONE = List.of(Map.of("id", 1));
  private static final List<Map<String, Object>> TWO = List.of(Map.of("id", 2));

  @TempDir Path directory;

  private static void assertDone(Exchange exchange) {
    assertThat(exchange.getException()).isNull();
  }

  @Test
  void a_run_becomes_one_file_and_its_manifest_comes_last() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      assertDone(rig.send(ONE, batch(0, 0, 1, false)));
      assertThat(rig.arrivals()).isEmpty();
      assertDone(rig.send(TWO, batch(1, 1, 1, true)));

      assertThat(rig.arrivals()).containsExactly("segment-r1.csv", "segment-r1.csv.manifest.json");
      assertThat(rig.files()).containsEntry("segment-r1.csv", "id\n1\n2\n");
      assertThat(rig.files().get("segment-r1.csv.manifest.json"))
          .contains(
              "\"runId\" : \"r1\"", "\"rows\" : 2", "\"bytes\" : 7", "\"columns\" : [ \"id\" ]")
          .contains("\"sha256\" : \"" + sha256("id\n1\n2\n") + "\"");
      assertThat(rig.headers())
          .allSatisfy(
              headers ->
                  assertThat(headers.keySet()).containsOnly("CamelFileName", "CamelAwsS3Key"));
      assertThat(DeliveryRig.below(directory)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void each_arm_has_a_file_of_its_own_however_their_batches_mix() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> step.setFormat("jsonl"))) {
      var facebook = with(batch(0, 0, 1, false), "CamelLakerouteArm", "facebook");
      assertDone(rig.send(ONE, facebook));
      assertDone(rig.send(TWO, with(facebook, "CamelLakerouteArm", "tiktok")));
      var last = with(batch(1, 1, 1, true), "CamelLakerouteArm", "tiktok");
      assertDone(rig.send(List.of(), last));
      assertDone(rig.send(TWO, with(last, "CamelLakerouteArm", "facebook")));

      assertThat(rig.files())
          .containsEntry("tiktok-r1.jsonl", "{\"id\":2}\n")
          .containsEntry("facebook-r1.jsonl", "{\"id\":1}\n{\"id\":2}\n");
      assertThat(rig.files().get("tiktok-r1.jsonl.manifest.json")).contains("\"arm\" : \"tiktok\"");
    }
  }

  @Test
  void what_fails_is_sent_again_whole_and_the_manifest_still_comes_last() throws Exception {
    try (var rig = DeliveryRig.start(directory, 3, step -> {})) {
      rig.fail(".csv");
      rig.fail(".manifest.json");
      assertDone(rig.send(ONE, batch(0, 0, 1, true)));

      assertThat(rig.arrivals())
          .containsExactly("segment-r1.csv", "segment-r1.csv", "segment-r1.csv.manifest.json");
      assertThat(rig.files()).containsEntry("segment-r1.csv", "id\n1\n");
    }
  }

  @Test
  void a_failure_says_which_file_did_not_get_where_and_why() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      rig.fail(".csv");
      assertThat(rig.send(ONE, batch(0, 0, 1, true)).getException())
          .isInstanceOf(FileEndpoint.Undelivered.class)
          .hasMessage(
              "Cannot deliver segment-r1.csv to direct:target: IOException. What was sent before is sent again with the next attempt.");
    }
  }

  /** The engine of runs waits and brings the batch again, or ends the run and says why. */
  @Test
  void a_run_learns_whether_to_wait_or_to_begin_anew() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      rig.fail(".csv");
      assertThat(rig.send(ONE, batch(0, 0, 1, true)).getProperty("CamelDatabricksFailureReason"))
          .isEqualTo("UNAVAILABLE");
      Exchange lost = rig.send(ONE, batch(5, 5, 1, true));
      assertThat(lost.getProperty("CamelDatabricksFailureReason")).isEqualTo("CONFLICT");
      assertThat(lost.getException())
          .hasMessageStartingWith(
              "Cannot go on with the delivery acme/segment/bread behind position 5: ");
    }
  }

  @Test
  void a_failure_that_passes_leaves_no_reason_for_later_steps() throws Exception {
    try (var rig = DeliveryRig.start(directory, 1, step -> {})) {
      rig.fail(".csv");
      Exchange exchange = rig.send(ONE, batch(0, 0, 1, true));
      assertDone(exchange);
      assertThat(exchange.getProperty("CamelDatabricksFailureReason")).isNull();
    }
  }

  @Test
  void rows_that_can_be_read_once_survive_an_endpoint_that_fails() throws Exception {
    try (var rig = DeliveryRig.start(directory, 2, step -> {})) {
      rig.fail(".manifest.json");
      assertDone(rig.send(ONE.iterator(), Map.of("CamelDatabricksRunId", "mine")));
      assertThat(rig.files()).containsEntry("delivery-mine.csv", "id\n1\n");
    }
  }

  @Test
  void rows_that_can_be_read_once_are_not_delivered_in_part() throws Exception {
    Iterator<?> breaking = List.of(Map.of("id", 1), "no row", Map.of("id", 2)).iterator();
    try (var rig = DeliveryRig.start(directory, 1, step -> {})) {
      assertThat(rig.send(breaking, Map.of()).getException())
          .hasMessageStartingWith("The body of the message was read before, and a java.util.")
          .hasMessageEndingWith(
              " can be read once only. Send a list, or let the source deliver it again.");
      assertThat(rig.arrivals()).isEmpty();
    }
  }

  @Test
  void a_process_that_was_killed_before_the_manifest_is_followed_by_one_that_sends_both()
      throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      assertDone(rig.send(ONE, batch(0, 0, 1, false)));
      rig.fail(".manifest.json");
      assertThat(rig.send(TWO, batch(1, 1, 1, true)).getException()).isNotNull();
      assertThat(rig.arrivals()).containsExactly("segment-r1.csv");
    }
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      var later = with(batch(0, 1, 1, true), "CamelDatabricksRunId", "r2");
      assertDone(rig.send(TWO, later));

      assertThat(rig.files()).containsEntry("segment-r1.csv", "id\n1\n2\n");
      assertThat(rig.files().get("segment-r1.csv.manifest.json")).contains("\"runId\" : \"r2\"");
      assertDone(rig.send(TWO, later));
      assertThat(rig.arrivals()).as("the last batch came once more").hasSize(2);
    }
  }

  @Test
  void a_message_that_is_no_batch_is_a_delivery_of_its_own_and_leaves_nothing() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      for (Object body :
          List.of(
              Map.of("id", 7),
              ONE,
              "{\"id\":3}\n{\"id\":4}",
              "[{\"id\":5}]".getBytes(StandardCharsets.UTF_8),
              new ByteArrayInputStream("{\"id\":6}".getBytes(StandardCharsets.UTF_8)))) {
        assertDone(rig.send(body, Map.of()));
      }

      assertThat(rig.files().values())
          .filteredOn(file -> file.startsWith("id\n"))
          .containsExactly("id\n7\n", "id\n1\n", "id\n3\n4\n", "id\n5\n", "id\n6\n");
      assertThat(rig.files()).hasSize(10);
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void a_message_that_fails_leaves_nothing_either() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      rig.fail(".csv");
      assertThat(rig.send(ONE, Map.of()).getException()).isNotNull();
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void two_deliveries_of_one_exchange_do_not_replace_each_other() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      assertDone(rig.send("direct:loop", null, Map.of()));
      assertThat(rig.files()).hasSize(4);
    }
  }

  @Test
  void a_run_of_one_batch_that_another_resumes_makes_no_second_file() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      var first = with(batch(0, 0, 1, true), "CamelDatabricksFirstRunId", "r1");
      assertDone(rig.send(ONE, first));
      var files = rig.files();
      assertDone(rig.send(ONE, with(first, "CamelDatabricksRunId", "r2")));

      assertThat(rig.files()).isEqualTo(files).containsKey("segment-r1.csv");
    }
  }

  @Test
  void a_run_without_rows_is_a_file_with_a_header_line_only() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      var schema = "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\"},{\"name\":\"email\"}]}";
      assertDone(rig.send(List.of(), with(batch(0, 0, 0, true), "CamelDatabricksSchema", schema)));

      assertThat(rig.files()).containsEntry("segment-r1.csv", "id,email\n");
      assertThat(rig.files().get("segment-r1.csv.manifest.json"))
          .contains("\"rows\" : 0", "\"columns\" : [ \"id\", \"email\" ]");
    }
  }

  @Test
  void added_and_removed_rows_stand_in_one_file() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> step.setFields("id AS customer"))) {
      var arm = with(batch(0, 0, 1, false), "CamelLakerouteArm", "newsletter");
      assertDone(rig.send(ONE, with(arm, "CamelLakerouteChange", "add")));
      arm.putAll(batch(1, 1, 1, true));
      assertDone(rig.send(TWO, with(arm, "CamelLakerouteChange", "remove")));

      assertThat(rig.files())
          .containsEntry("newsletter-r1.csv", "customer,_change\n1,add\n2,remove\n");
    }
  }

  @Test
  void rows_that_do_not_fit_end_the_run_without_a_value_in_the_message() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      Exchange exchange = rig.send("{\"id\":1}\n{\"id\":secret}", batch(0, 0, 2, true));
      assertThat(exchange.getException())
          .hasNoCause()
          .hasMessage(
              "Row 2 of the message is not valid JSON, or has a field twice. Send rows as JSON objects: one in each line, or in an array.");
      assertThat(exchange.getProperty("CamelDatabricksFailureReason")).isEqualTo("INVALID");

      assertThat(rig.send(List.of(1), Map.of()).getException())
          .hasMessage(
              "The body holds a java.lang.Integer where a row is expected. Send a map, a list or an iterator of maps or record batches, or JSON: lines or an array.");
    }
  }

  @Test
  void headers_that_leave_open_where_a_batch_belongs_are_refused() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      assertThat(rig.send(ONE, Map.of("CamelDatabricksBatchIndex", 0)).getException())
          .hasMessage(
              "The header CamelDatabricksBatchIndex is set and CamelDatabricksRunId is not: nothing tells which messages belong together.");
      assertThat(
              rig.send(ONE, Map.of("CamelDatabricksBatchIndex", 0, "CamelDatabricksRunId", "r"))
                  .getException())
          .hasMessage(
              "The header CamelDatabricksRunComplete is missing: true in the last message of a run, false in the others.");
      assertThat(rig.send(ONE, Map.of("CamelDatabricksRunComplete", false)).getException())
          .hasMessage(
              "The header CamelDatabricksRunComplete is false and CamelDatabricksBatchIndex is not set: nothing tells which message of its run this is.");
      assertThat(rig.send(ONE, Map.of("CamelLakerouteChange", "secret")).getException())
          .hasMessage("The header CamelLakerouteChange is neither add nor remove.");
      assertThat(rig.send(ONE, Map.of("CamelLakerouteArm", "../../etc")).getException())
          .hasMessage("The header CamelLakerouteArm has a slash: it is a name without folders.");
      assertThat(rig.arrivals()).isEmpty();
    }
  }

  @Test
  void a_batch_that_a_route_splits_is_refused_and_no_file_is_sent() throws Exception {
    try (var rig = DeliveryRig.start(directory, step -> {})) {
      List<Map<String, Object>> rows = List.of(ONE.get(0), TWO.get(0));
      Exchange sent = rig.send("direct:split", rows, batch(0, 0, 2, true));

      assertThat(sent.getException().getCause())
          .hasMessageStartingWith("The message is one row of a split batch of 2 rows");
      assertThat(rig.arrivals()).isEmpty();

      assertDone(rig.send(rows, batch(0, 0, 2, true)));
      assertThat(rig.files()).containsEntry("segment-r1.csv", "id\n1\n2\n");
    }
  }
}
