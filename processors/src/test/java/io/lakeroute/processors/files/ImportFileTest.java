// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportFileTest {

  @TempDir Path directory;

  private ImportFile file() {
    return new ImportFile(directory, "acme/snapshot/leads");
  }

  @Test
  void shows_its_name_when_all_batches_are_there_and_nothing_of_it_before() throws IOException {
    ImportFile file = file();

    file.write(0, 2, lines("1", "2"));
    file.write(2, 1, lines("3"));
    assertThat(shown()).isEmpty();

    assertThat(file.publish("leads.jsonl")).isTrue();
    assertThat(shown()).containsExactly("leads.jsonl");
    assertThat(directory.resolve("leads.jsonl")).hasContent("1\n2\n3");
  }

  @Test
  void writes_a_batch_that_comes_again_where_it_was() throws IOException {
    ImportFile file = file();
    file.write(0, 2, lines("1", "2"));

    file.write(2, 2, lines("3", "4"));
    file.write(2, 2, lines("3", "4"));
    file.publish("leads.jsonl");

    assertThat(directory.resolve("leads.jsonl")).hasContent("1\n2\n3\n4");
  }

  @Test
  void cuts_off_what_a_batch_left_that_broke_off() throws IOException {
    ImportFile file = file();
    file.write(0, 2, lines("1", "2"));
    Files.writeString(hidden(".part"), "3\n4444", StandardOpenOption.APPEND);

    ImportFile afterwards = file();
    afterwards.write(2, 2, lines("3", "4"));
    afterwards.publish("leads.jsonl");

    assertThat(directory.resolve("leads.jsonl")).hasContent("1\n2\n3\n4");
  }

  @Test
  void goes_on_behind_any_batch_that_was_confirmed() throws IOException {
    ImportFile file = file();
    file.write(0, 1, lines("1"));
    file.write(1, 1, lines("2"));
    file.write(2, 1, lines("3"));

    ImportFile afterwards = file();
    afterwards.write(1, 3, lines("2", "3", "4"));
    afterwards.publish("leads.jsonl");

    assertThat(directory.resolve("leads.jsonl")).hasContent("1\n2\n3\n4");
  }

  @Test
  void counts_rows_and_not_lines_so_that_a_step_before_may_leave_rows_out() throws IOException {
    ImportFile file = file();
    file.write(0, 2, lines());
    file.write(2, 2, lines("3"));

    ImportFile afterwards = file();
    afterwards.write(2, 2, lines("3"));
    afterwards.publish("leads.jsonl");

    assertThat(directory.resolve("leads.jsonl")).hasContent("3");
  }

  @Test
  void publishes_no_file_without_rows() throws IOException {
    ImportFile file = file();
    file.write(0, 0, lines());

    assertThat(file.publish("leads.jsonl")).isFalse();
    assertThat(shown()).isEmpty();
  }

  @Test
  void begins_a_new_file_with_the_next_import() throws IOException {
    ImportFile file = file();
    file.write(0, 1, lines("1"));
    file.publish("first.jsonl");

    file.write(0, 1, lines("2"));
    file.publish("second.jsonl");

    assertThat(directory.resolve("first.jsonl")).hasContent("1");
    assertThat(directory.resolve("second.jsonl")).hasContent("2");
  }

  @Test
  void repeats_the_last_batch_alone_when_the_file_was_published_already() throws IOException {
    ImportFile file = file();
    file.write(0, 1, lines("1"));
    file.write(1, 1, lines("2"));
    file.publish("first.jsonl");

    ImportFile afterwards = file();
    afterwards.write(1, 1, lines("2"));
    afterwards.publish("second.jsonl");

    assertThat(directory.resolve("first.jsonl")).hasContent("1\n2");
    assertThat(directory.resolve("second.jsonl")).hasContent("2");
  }

  @Test
  void refuses_to_go_on_where_the_rows_before_are_gone() throws IOException {
    ImportFile file = file();
    file.write(0, 2, lines("1", "2"));
    Path part = hidden(".part");
    Files.delete(part);

    assertThatThrownBy(() -> file().write(2, 1, lines("3")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot go on with the import acme/snapshot/leads behind row 2: "
                + part
                + " is gone or was changed. Reset the import, so that it begins anew.");
    assertThatThrownBy(() -> file().write(1, 1, lines("2")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takes_any_visible_name() throws IOException {
    for (String name :
        List.of("leads.jsonl", "a b~1.jsonl", "\u00e4\u4e2d\ud83d\ude00.jsonl", "a..b")) {
      ImportFile file = file();
      file.write(0, 1, lines("1"));
      assertThat(file.publish(name)).isTrue();
      assertThat(directory.resolve(name)).hasContent("1");
    }
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("", "is empty"),
        Arguments.of(".", "begins with a dot, which hides it"),
        Arguments.of("..", "begins with a dot, which hides it"),
        Arguments.of(".hidden", "begins with a dot, which hides it"),
        Arguments.of("../leads.jsonl", "has a slash: it is a name without folders"),
        Arguments.of("a/leads.jsonl", "has a slash: it is a name without folders"),
        Arguments.of("/leads.jsonl", "has a slash: it is a name without folders"),
        Arguments.of("a\\leads.jsonl", "has a slash: it is a name without folders"),
        Arguments.of("a\nb.jsonl", "has the control or format character U+000A"),
        Arguments.of("a\u0000", "has the control or format character U+0000"),
        Arguments.of("a\u001b[2J", "has the control or format character U+001B"),
        Arguments.of("a\u007f", "has the control or format character U+007F"),
        Arguments.of("a\u0085", "has the control or format character U+0085"),
        Arguments.of("\u202ecsv.exe", "has the control or format character U+202E"),
        Arguments.of("a\u2066b", "has the control or format character U+2066"),
        Arguments.of("a\u200bb", "has the control or format character U+200B"),
        Arguments.of("a\u00adb", "has the control or format character U+00AD"),
        Arguments.of("a\u2028b", "has the control or format character U+2028"),
        Arguments.of("a\u2029b", "has the control or format character U+2029"),
        Arguments.of("\ufeffa", "has the control or format character U+FEFF"),
        Arguments.of("a\udb40\udc41", "has the control or format character U+E0041"),
        Arguments.of("a\ud83d", "has the control or format character U+D83D"),
        Arguments.of("x".repeat(256), "is longer than 255 bytes"),
        Arguments.of("\u4e2d".repeat(86), "is longer than 255 bytes"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("names")
  void refuses_a_name_that_hides_what_it_is(String name, String problem) throws IOException {
    ImportFile file = file();
    file.write(0, 1, lines("1"));

    assertThatThrownBy(() -> file.publish(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot publish the import acme/snapshot/leads: the name of its file, the header CamelFileName, "
                + problem
                + ". Set another name.");
    assertThat(shown()).isEmpty();
  }

  @Test
  void files_and_folders_are_for_their_owner_only() throws IOException {
    Path outer = directory.resolve("outer");
    Path inner = outer.resolve("inner");
    PrivateFiles.createDirectories(inner);
    ImportFile file = new ImportFile(inner, "acme/snapshot/leads");
    file.write(0, 1, lines("1"));

    try (Stream<Path> all = Files.list(inner)) {
      assertThat(all).hasSize(2).allMatch(each -> mode(each).equals("rw-------"));
    }
    file.publish("leads.jsonl");
    assertThat(mode(inner.resolve("leads.jsonl"))).isEqualTo("rw-------");
    assertThat(mode(outer)).isEqualTo("rwx------");
    assertThat(mode(inner)).isEqualTo("rwx------");
  }

  @Test
  void a_folder_that_was_there_keeps_its_permissions_and_may_be_reached_by_a_link()
      throws IOException {
    Path folder = Files.createDirectory(directory.resolve("mine"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), folder);

    PrivateFiles.createDirectories(link);
    ImportFile file = new ImportFile(link, "acme/snapshot/leads");
    file.write(0, 1, lines("1"));
    file.publish("leads.jsonl");

    assertThat(mode(folder)).isEqualTo("rwxr-x---");
    assertThat(mode(folder.resolve("leads.jsonl"))).isEqualTo("rw-------");
  }

  @Test
  void what_an_older_version_left_readable_is_for_its_owner_once_it_is_continued()
      throws IOException {
    file().write(0, 1, lines("1"));
    Files.setPosixFilePermissions(hidden(".part"), PosixFilePermissions.fromString("rw-r--r--"));

    ImportFile afterwards = file();
    afterwards.write(1, 1, lines("2"));
    assertThat(mode(hidden(".part"))).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {".part", ".rows"})
  void a_link_in_the_place_of_a_file_is_neither_followed_nor_filled(String ending)
      throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "1 2\n");
    ImportFile file = file();
    file.write(0, 1, lines("1"));
    Path planted = hidden(ending);
    Files.delete(planted);
    Files.createSymbolicLink(planted, other);

    for (ImportFile each : List.of(file, file())) {
      assertThatThrownBy(() -> each.write(1, 1, lines("2")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Cannot go on with the import acme/snapshot/leads behind row 1: "
                  + hidden(".part")
                  + " is gone or was changed. Reset the import, so that it begins anew.");
    }
    assertThat(other).hasContent("1 2\n");
  }

  @Test
  void links_that_were_planted_before_an_import_begins_are_replaced() throws IOException {
    file().write(0, 1, lines("1"));
    Path other = Files.writeString(directory.resolve("other"), "kept");
    for (Path each : List.of(hidden(".part"), hidden(".rows"))) {
      Files.delete(each);
      Files.createSymbolicLink(each, other);
    }
    Files.createSymbolicLink(directory.resolve("leads.jsonl"), other);

    ImportFile file = file();
    file.write(0, 1, lines("1"));
    file.write(1, 1, lines("2"));
    file.publish("leads.jsonl");

    assertThat(other).hasContent("kept");
    assertThat(directory.resolve("leads.jsonl")).isRegularFile().hasContent("1\n2");
    assertThat(Files.isSymbolicLink(directory.resolve("leads.jsonl"))).isFalse();
  }

  @Test
  void publishes_nothing_by_way_of_a_link() throws IOException {
    ImportFile file = file();
    file.write(0, 1, lines("1"));
    Path part = hidden(".part");
    Files.delete(part);
    Files.createSymbolicLink(part, Files.writeString(directory.resolve("other"), "kept"));

    assertThatThrownBy(() -> file.publish("leads.jsonl"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot go on with the import acme/snapshot/leads behind row 1: "
                + part
                + " is gone or was changed. Reset the import, so that it begins anew.");
    assertThat(directory.resolve("leads.jsonl")).doesNotExist();
  }

  @Test
  void notices_rows_that_vanish_while_it_runs() throws IOException {
    ImportFile file = file();
    file.write(0, 1, lines("1"));
    Files.delete(hidden(".part"));
    assertThatThrownBy(() -> file.write(1, 1, lines("2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(" behind row 1: ");

    file.write(0, 1, lines("1"));
    Files.writeString(hidden(".part"), "");
    assertThatThrownBy(() -> file.write(1, 1, lines("2")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(" behind row 1: ");
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path hidden(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(each -> each.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  private List<String> shown() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> !each.startsWith("."))
          .toList();
    }
  }

  private static byte[] lines(String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(line).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
