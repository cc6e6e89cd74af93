package io.lakeroute.processors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void refuses_a_name_that_leads_out_of_its_folder() throws IOException {
    ImportFile file = file();
    file.write(0, 1, lines("1"));

    assertThatThrownBy(() -> file.publish("../leads.jsonl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The name of the file has to be one without folders, and '../leads.jsonl' is not.");
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
