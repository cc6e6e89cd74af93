// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static io.lakeroute.processors.camel.DeliveryRig.batch;
import static io.lakeroute.processors.camel.DeliveryRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files, and the endpoints that they go to. */
class FileEndpointTest {

  private static final List<Map<String, Object>> ROW = List.of(Map.of("id", 1));

  @TempDir Path folder;

  private DeliveryRig start(Consumer<DeliverFile> options) throws Exception {
    return DeliveryRig.start(folder.resolve("parts"), options);
  }

  @Test
  void a_folder_gets_the_file_below_folders_of_the_option() throws Exception {
    Path out = folder.resolve("out");
    try (var rig =
        start(
            step -> {
              step.setEndpoint("file:" + out);
              step.setFileName(
                  "daily/${header.CamelLakerouteArm}/${header.CamelDatabricksRunId}.csv");
            })) {
      var headers = with(batch(0, 0, 1, true), "CamelLakerouteArm", "tiktok");
      assertThat(rig.send(ROW, headers).getException()).isNull();
      assertThat(rig.send(ROW, headers).getException()).as("again").isNull();
    }
    assertThat(DeliveryRig.below(out))
        .containsExactly("daily/tiktok/r1.csv", "daily/tiktok/r1.csv.manifest.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ../../etc/passwd | has a slash: it is a name without folders
          a\\b             | has a slash: it is a name without folders
          .hidden          | begins with a dot, which hides it
          ~~               | is empty
          ${bean:x}        | has ${, which endpoints take for an expression
          """)
  void a_value_never_makes_a_name_that_leads_elsewhere(String value, String problem)
      throws Exception {
    try (var rig = start(step -> step.setFileName("a/${header.place}"))) {
      var headers = with(batch(0, 0, 1, false), "place", value.replace("\\b", "\\b"));
      assertThat(rig.send(ROW, headers).getException())
          .hasMessage(
              "Cannot name the file: with the headers of this message, fileName makes a name that %s. Values may hold no folders; write those in fileName itself."
                  .formatted(problem));
      assertThat(DeliveryRig.below(folder)).noneMatch(name -> name.endsWith(".part"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/x.csv", "a//b.csv", "a/", "../x.csv", ".x"})
  void a_path_that_leads_elsewhere_is_refused_at_the_start(String fileName) {
    assertThatThrownBy(() -> start(step -> step.setFileName(fileName)))
        .rootCause()
        .hasMessage(
            "fileName is '%s'; write a path below the endpoint's folder, without a slash at its beginning or end, without // and without names that begin with a dot."
                .formatted(fileName));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          file:x?fileName=y          | endpoint has the option filename, which a delivery cannot have: set fileName of the Kamelet instead.
          file:x?file-name=y         | endpoint has the option filename, which a delivery cannot have: set fileName of the Kamelet instead.
          file:x?fileExist=Append    | endpoint has the option fileexist=append, which a delivery cannot have: a redelivery would be in it twice.
          file:x?fileExist=Ignore    | endpoint has the option fileexist=ignore, which a delivery cannot have: a delivery would be lost.
          file:x?charset=utf-16      | endpoint has the option charset, which a delivery cannot have: the file has the encoding UTF-8.
          file:x?appendChars=y       | endpoint has the option appendchars, which a delivery cannot have: the manifest counts the bytes without them.
          """)
  void an_option_with_which_a_file_would_not_arrive_as_it_is_is_refused(
      String endpoint, String message) {
    assertThatThrownBy(() -> start(step -> step.setEndpoint(endpoint)))
        .rootCause()
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          format         | xml    | format is 'xml'; use one of csv, jsonl.
          compression    | zip    | compression is 'zip'; use one of none, gzip.
          publishTimeout | soon   | publishTimeout is 'soon'; use a duration such as 30m.
          publishTimeout | 0s     | publishTimeout is '0s'; use a duration such as 30m.
          endpoint       | ''     | endpoint is empty; it names where files go, such as file:/srv/audiences.
          """)
  void an_option_that_is_wrong_is_refused_at_the_start(String name, String value, String message) {
    Map<String, Consumer<DeliverFile>> options =
        Map.of(
            "format", step -> step.setFormat(value),
            "compression", step -> step.setCompression(value),
            "publishTimeout", step -> step.setPublishTimeout(value),
            "endpoint", step -> step.setEndpoint(value));
    assertThatThrownBy(() -> start(options.get(name))).rootCause().hasMessage(message);
  }

  @Test
  void an_endpoint_that_hangs_fails_the_message_when_its_time_is_over() throws Exception {
    try (var rig = start(step -> step.setPublishTimeout("100ms"))) {
      rig.hang();
      assertThat(rig.send(ROW, batch(0, 0, 1, true)).getException())
          .isInstanceOf(FileEndpoint.Undelivered.class)
          .hasMessage(
              "Cannot deliver segment-r1.csv to direct:target: it has not arrived within PT0.1S, which publishTimeout allows. What was sent before is sent again with the next attempt.");
    }
  }

  @Test
  void passwords_of_an_endpoint_are_in_no_message() throws Exception {
    Path blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
    try (var rig =
        start(step -> step.setEndpoint("file:" + blocked + "/in?doneFileName=my-secret"))) {
      assertThat(rig.send(ROW, batch(0, 0, 1, true)).getException())
          .hasMessageStartingWith("Cannot deliver segment-r1.csv to file:" + blocked + "/in: ")
          .hasMessageNotContaining("my-secret");
    }
  }

  @Test
  void a_manifest_is_sent_only_where_it_is_wanted() throws Exception {
    try (var rig = start(step -> step.setManifest(false))) {
      assertThat(rig.send(ROW, batch(0, 0, 1, true)).getException()).isNull();
      assertThat(rig.arrivals()).containsExactly("segment-r1.csv");
    }
  }

  /** Also where it replaces another of its name. */
  @Tag("matrix")
  @Test
  void who_looks_into_a_folder_never_sees_half_a_file() throws Exception {
    Path out = folder.resolve("out");
    List<Map<String, Object>> rows =
        IntStream.range(0, 300_000).mapToObj(id -> Map.<String, Object>of("id", id)).toList();
    var done = new AtomicBoolean();
    Set<Long> sizes = ConcurrentHashMap.newKeySet();
    Path file = out.resolve("segment-r1.csv");
    var reader =
        new Thread(
            () -> {
              while (!done.get()) {
                if (Files.exists(file)) {
                  sizes.add(file.toFile().length());
                } else if (!sizes.isEmpty()) {
                  sizes.add(-1L);
                }
              }
            });
    try (var rig = start(step -> step.setEndpoint("file:" + out))) {
      reader.start();
      for (int i = 0; i < 5; i++) {
        assertThat(rig.send(rows, batch(0, 0, rows.size(), true)).getException()).isNull();
      }
    } finally {
      done.set(true);
      reader.join();
    }
    assertThat(sizes).containsExactly(Files.size(file));
  }
}
