// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.processors.delivery.InvalidDeliveryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files grow batch by batch; a new store over the same folder is a process after a kill. */
class DeliveryStoreTest {

  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  private static final FieldList ALL = FieldList.parse("");
  private static final String KEY = "acme/segment/soft-drinks";

  @TempDir Path directory;
  private DeliveryStore store;

  @BeforeEach
  void start() {
    store = new DeliveryStore(directory, "file:out");
  }

  private static BatchPlace place(String arm, String run, long position, long count, boolean last) {
    return new BatchPlace(KEY, arm, run, position, count, last);
  }

  /** Rows with the ids of a batch. */
  private ArmDelivery write(BatchPlace place, String change, int... ids) throws IOException {
    ArmDelivery delivery = store.of(place);
    List<Map<String, Integer>> rows = IntStream.of(ids).mapToObj(id -> Map.of("id", id)).toList();
    delivery.write(
        place,
        new ArmDelivery.Batch(
            FileFormat.CSV, ALL, Optional.of(change).filter(c -> !c.isEmpty()), rows.iterator()),
        () -> place.arm() + place.runId() + ".csv",
        START);
    return delivery;
  }

  private ArmDelivery write(BatchPlace place, int... ids) throws IOException {
    return write(place, "", ids);
  }

  private static String delivered(ArmDelivery delivery, BatchPlace place) throws IOException {
    var ready = delivery.ready(place, ALL, FileCompression.NONE, List.of());
    try (var file = ready.file()) {
      assertThat(ready.manifest("", FileCompression.NONE, START).file()).isEqualTo(file);
      return ready.fileName() + "\n" + Files.readString(file.path());
    }
  }

  @Test
  void batches_become_one_file_and_one_that_comes_again_is_there_once() throws IOException {
    write(place("", "r1", 0, 2, false), 1, 2);
    write(place("", "r1", 2, 1, false), 3);
    write(place("", "r1", 2, 1, false), 3);
    BatchPlace last = place("", "r1", 3, 1, true);
    ArmDelivery delivery = write(last, 4);

    assertThat(delivered(delivery, last)).isEqualTo("r1.csv\nid\n1\n2\n3\n4\n");
  }

  @Test
  void what_a_batch_left_that_was_killed_is_cut_off() throws IOException {
    write(place("", "r1", 0, 2, false), 1, 2);
    Files.writeString(one(".part"), "3\n4", StandardOpenOption.APPEND);
    start();
    BatchPlace last = place("", "r1", 2, 2, true);

    assertThat(delivered(write(last, 3, 4), last)).isEqualTo("r1.csv\nid\n1\n2\n3\n4\n");
  }

  /** A run that goes on after a kill has an id of its own; the file keeps the name it has. */
  @Test
  void a_later_run_goes_on_with_the_file_and_its_name() throws IOException {
    write(place("", "r1", 0, 2, false), 1, 2);
    start();
    BatchPlace last = place("", "r2", 2, 1, true);
    ArmDelivery delivery = write(last, 3);

    assertThat(delivered(delivery, last)).isEqualTo("r1.csv\nid\n1\n2\n3\n");
    try (var file = delivery.ready(last, ALL, FileCompression.NONE, List.of()).file()) {
      assertThat(file.rows()).isEqualTo(3);
    }
  }

  @Test
  void a_kill_before_the_manifest_has_the_last_batch_come_again_and_the_same_bytes_go_out()
      throws IOException {
    write(place("", "r1", 0, 2, false), 1, 2);
    BatchPlace last = place("", "r1", 2, 1, true);
    String first = delivered(write(last, 3), last);
    start();

    assertThat(store.of(last).isDelivered(last)).isFalse();
    assertThat(delivered(write(last, 3), last)).isEqualTo(first);
  }

  @Test
  void a_batch_that_comes_again_after_the_delivery_is_known_as_delivered() throws IOException {
    write(place("", "r1", 0, 2, false), 1, 2);
    BatchPlace last = place("", "r1", 2, 1, true);
    ArmDelivery delivery = write(last, 3);
    delivery.delivered();
    assertThat(files(".part")).isEmpty();
    start();

    assertThat(store.of(last).isDelivered(last)).isTrue();
    BatchPlace byLaterRun = place("", "r2", 2, 1, true);
    assertThat(store.of(byLaterRun).isDelivered(byLaterRun)).isTrue();
    BatchPlace beyond = place("", "r2", 3, 1, true);
    assertThat(store.of(beyond).isDelivered(beyond)).isFalse();
    assertThatThrownBy(() -> write(beyond, 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot go on with the delivery " + KEY + " behind position 3: ");
  }

  @Test
  void a_first_batch_begins_anew_whatever_was_delivered() throws IOException {
    BatchPlace whole = place("", "night", 0, 1, true);
    ArmDelivery delivery = write(whole, 1);
    delivery.delivered();

    assertThat(store.of(whole).isDelivered(whole)).isFalse();
    assertThat(delivered(write(whole, 2), whole)).isEqualTo("night.csv\nid\n2\n");
  }

  @Test
  void arms_grow_side_by_side() throws IOException {
    write(place("facebook", "r1", 0, 1, false), 1);
    write(place("tiktok", "r1", 0, 1, false), 10);
    BatchPlace empty = place("tiktok", "r1", 1, 1, true);
    ArmDelivery tiktok = write(empty);
    BatchPlace last = place("facebook", "r1", 1, 1, true);
    ArmDelivery facebook = write(last, 2);

    assertThat(delivered(tiktok, empty)).isEqualTo("tiktokr1.csv\nid\n10\n");
    assertThat(delivered(facebook, last)).isEqualTo("facebookr1.csv\nid\n1\n2\n");
  }

  @Test
  void the_next_run_of_a_key_deletes_what_an_abandoned_one_left() throws IOException {
    write(place("facebook", "r1", 0, 1, false), 1);
    write(place("pinterest", "r1", 0, 1, false), 2);
    start();
    write(place("facebook", "r2", 0, 1, false), 3);

    assertThat(files(".part")).hasSize(1);
    assertThat(one(".part")).hasContent("3");
  }

  @Test
  void deliveries_of_one_run_to_two_places_do_not_meet() throws IOException {
    BatchPlace place = place("", "r1", 0, 1, true);
    ArmDelivery here = write(place, 1);
    store = new DeliveryStore(directory, "file:elsewhere");
    ArmDelivery there = write(place, 2);

    assertThat(delivered(here, place)).endsWith("\n1\n");
    assertThat(delivered(there, place)).endsWith("\n2\n");
  }

  @Test
  void a_batch_whose_beginning_is_not_there_is_refused() {
    assertThatThrownBy(() -> write(place("", "r1", 5, 1, true), 6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot go on with the delivery " + KEY + " behind position 5: ")
        .hasMessageEndingWith(
            " is gone or was changed. To have the run begin anew, reset its flow (POST /flows/{key}/reset), or set resume=false on its source where it has that option.");
  }

  @Test
  void a_gap_between_batches_is_refused() throws IOException {
    write(place("", "r1", 0, 2, false), 1, 2);

    assertThatThrownBy(() -> write(place("", "r1", 3, 1, true), 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("behind position 3");
  }

  @Test
  void other_options_than_at_the_beginning_are_refused() throws IOException {
    write(place("", "r1", 0, 1, false), 1);
    BatchPlace next = place("", "r1", 1, 1, true);
    assertThatThrownBy(
            () ->
                store
                    .of(next)
                    .write(
                        next,
                        new ArmDelivery.Batch(
                            FileFormat.JSONL,
                            ALL,
                            Optional.empty(),
                            List.<Map<?, ?>>of().iterator()),
                        () -> "x",
                        START))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot go on with the delivery %s behind position 1: format or fields are others than when it began. Set them back. To have the run begin anew, reset its flow (POST /flows/{key}/reset), or set resume=false on its source where it has that option."
                .formatted(KEY));
  }

  @Test
  void removals_that_the_first_batch_did_not_announce_are_refused() throws IOException {
    write(place("", "r1", 0, 1, false), 1);

    assertThatThrownBy(() -> write(place("", "r1", 1, 1, true), "remove", 1))
        .isInstanceOf(InvalidDeliveryException.class)
        .hasMessage(
            "The batch at position 1 of the delivery %s has removed rows (CamelLakerouteChange), and its first batch did not say that there may be any. Set the header in all batches of a run."
                .formatted(KEY));
  }

  @Test
  void additions_and_removals_are_told_apart() throws IOException {
    write(place("", "r1", 0, 1, false), "add", 1);
    BatchPlace last = place("", "r1", 1, 1, true);

    assertThat(delivered(write(last, "remove", 2), last))
        .isEqualTo("r1.csv\nid,_change\n1,add\n2,remove\n");
  }

  @Test
  void the_same_rows_are_the_same_bytes_when_they_are_compressed() throws IOException {
    BatchPlace place = place("", "r1", 0, 1, true);
    ArmDelivery delivery = write(place, 1);
    try (var first = delivery.ready(place, ALL, FileCompression.GZIP, List.of()).file();
        var second = delivery.ready(place, ALL, FileCompression.GZIP, List.of()).file()) {
      assertThat(first.path()).hasSameBinaryContentAs(second.path());
      assertThat(Files.readAllBytes(first.path())).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
      assertThat(first.sha256()).isEqualTo(second.sha256());
      assertThat(first.bytes()).isEqualTo(Files.size(first.path()));
    }
  }

  @Test
  void everything_on_disk_is_for_its_owner_only() throws IOException {
    BatchPlace place = place("facebook", "r1", 0, 1, true);
    ArmDelivery delivery = write(place, 1);
    try (var ready = delivery.ready(place, ALL, FileCompression.NONE, List.of()).file();
        Stream<Path> all = Files.walk(directory)) {
      assertThat(ready.path()).exists();
      assertThat(all.filter(path -> !path.equals(directory)).toList())
          .hasSize(7)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
  }

  @Test
  void what_nobody_has_touched_for_long_is_deleted() throws IOException {
    write(place("", "r1", 0, 1, false), 1);
    store.removeOlderThan(Duration.ofDays(7), Instant.now());
    assertThat(files(".part")).hasSize(1);

    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.toList()) {
        Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
      }
    }
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Files.setLastModifiedTime(foreign, FileTime.from(START));
    store.removeOlderThan(Duration.ofDays(7), Instant.now());
    assertThat(directory).isDirectoryContaining(foreign::equals);
    assertThat(files("")).isEmpty();
  }

  private Path one(String extension) throws IOException {
    List<Path> found = files(extension);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<Path> files(String extension) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .filter(path -> path.toString().endsWith(extension))
          .toList();
    }
  }
}
