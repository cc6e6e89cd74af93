// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeroute.tests.workspace.Rest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Volumes and their files: where an export stages what COPY INTO loads. */
interface VolumeChecks extends Checks {
  String UNITY = "/api/2.1/unity-catalog/volumes";

  @Test
  default void a_volume_is_there_from_its_creation_to_its_drop() {
    String volume = workspace().name("contract_volume");
    statements().run("CREATE VOLUME IF NOT EXISTS " + volume);

    JsonNode info = rest().get(workspace().url(UNITY + "/" + volume)).json();
    assertThat(info.path("full_name").asText()).isEqualTo(volume);
    assertThat(info.path("volume_type").asText()).isEqualTo("MANAGED");
    assertThat(info.path("volume_id").asText()).matches("[0-9a-f-]{36}");
    assertThat(shown()).contains("contract_volume");

    statements().run("DROP VOLUME " + volume);

    var gone = rest().get(workspace().url(UNITY + "/" + volume));
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.json().path("message").asText())
        .isEqualTo("Volume '%s' does not exist.", volume);
    assertThat(shown()).doesNotContain("contract_volume");
  }

  @Test
  default void a_volume_is_made_once() {
    String volume = workspace().name("contract_once");
    statements().run("CREATE VOLUME IF NOT EXISTS " + volume);

    var again = statements().fail("CREATE VOLUME " + volume, Map.of());
    assertThat(again.path("sql_state").asText()).isEqualTo("42000");
    assertThat(again.path("error").path("message").asText()).contains("[VOLUME_ALREADY_EXISTS]");
    statements().run("DROP VOLUME " + volume);
    var gone = statements().fail("DROP VOLUME " + volume, Map.of());
    assertThat(gone.path("sql_state").asText()).isEqualTo("42704");
    assertThat(gone.path("error").path("message").asText()).contains("[UC_VOLUME_NOT_FOUND]");
  }

  @Test
  default void a_file_comes_back_byte_by_byte_until_it_is_deleted() {
    byte[] bytes = new byte[100_000];
    new Random(7).nextBytes(bytes);
    URI file = file("round trip/part-00000.bin");

    assertThat(rest().put(file, bytes).status()).isEqualTo(204);

    var read = rest().get(file);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.bytes()).isEqualTo(bytes);
    var head = rest().head(file);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("content-length")).hasValue(bytes.length);
    assertThat(rest().delete(file).status()).isEqualTo(204);
    assertNotFound(rest().get(file), "The file being accessed is not found.");
    assertThat(rest().head(file).status()).isEqualTo(404);
  }

  @Test
  default void a_file_is_replaced_unless_that_is_forbidden() {
    URI file = file("replaced.txt");
    rest().put(file, "first".getBytes(UTF_8));
    rest().put(URI.create(file + "?overwrite=true"), "second".getBytes(UTF_8));

    var refused = rest().put(URI.create(file + "?overwrite=false"), "third".getBytes(UTF_8));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("error_code").asText()).isEqualTo("ALREADY_EXISTS");
    assertThat(refused.json().path("message").asText())
        .isEqualTo("The file being created already exists.");
    assertThat(rest().get(file).text()).isEqualTo("second");
  }

  @Test
  default void copy_into_loads_the_lines_of_a_file_once() {
    String lines = "[\"0\",\"it's \\\"q\\\"\",null]\n[\"1\",\"a\\nb\",\"\"]\n";
    rest().put(file("lines/part-00000.txt"), lines.getBytes(UTF_8));
    String table = workspace().name("contract_lines");
    statements().run("CREATE OR REPLACE TABLE " + table + " (r ARRAY<STRING>)");
    String copy =
        "COPY INTO %s FROM (SELECT from_json(value, 'ARRAY<STRING>', map('mode', 'FAILFAST')) AS r FROM '%s')"
                .formatted(table, path("lines"))
            + " FILEFORMAT = TEXT FILES = ('part-00000.txt') FORMAT_OPTIONS ('lineSep' = '\\n')";

    statements().run(copy);
    statements().run(copy);

    assertThat(statements().run("SELECT to_json(r) FROM " + table + " ORDER BY r[0]"))
        .containsExactly(
            List.of("[\"0\",\"it's \\\"q\\\"\",null]"), List.of("[\"1\",\"a\\nb\",\"\"]"));
  }

  @Test
  default void files_come_in_pages_each_once() {
    for (String name : List.of("a.jsonl", "b.jsonl", "c.jsonl")) {
      rest().put(file("pages/" + name), "{}".getBytes(UTF_8));
    }
    List<String> paths = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page =
          rest()
              .get(URI.create(directory("pages") + "?page_size=2&page_token=" + Rest.encode(token)))
              .json();
      page.path("contents")
          .forEach(
              entry ->
                  paths.add(entry.path("path").asText() + " " + entry.path("file_size").asText()));
      token = page.path("next_page_token").asText("");
      pages++;
    } while (!token.isEmpty() && pages < 10);

    assertThat(paths)
        .containsExactly(
            path("pages/a.jsonl") + " 2",
            path("pages/b.jsonl") + " 2",
            path("pages/c.jsonl") + " 2");
  }

  @Test
  default void a_directory_is_deleted_only_when_it_is_empty() {
    rest().put(file("full/x.txt"), "x".getBytes(UTF_8));

    var refused = rest().delete(directory("full"));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("details").path(0).path("reason").asText())
        .isEqualTo("FILES_API_DIRECTORY_IS_NOT_EMPTY");
    assertThat(rest().head(directory("full")).status()).isEqualTo(200);
    rest().delete(file("full/x.txt"));
    rest().delete(directory("full"));
    assertNotFound(rest().get(directory("full")), "The directory being accessed is not found.");
  }

  private static void assertNotFound(Rest.Reply reply, String message) {
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("error_code").asText()).isEqualTo("NOT_FOUND");
    assertThat(reply.json().path("message").asText()).isEqualTo(message);
  }

  private List<String> shown() {
    return statements().run("SHOW VOLUMES").stream().map(row -> row.get(1)).toList();
  }

  private URI file(String name) {
    return url("files", name);
  }

  private URI directory(String name) {
    return url("directories", name);
  }

  /** In a volume of the checks' own. */
  private URI url(String kind, String name) {
    statements().run("CREATE VOLUME IF NOT EXISTS " + workspace().name("contract_files"));
    return workspace().url("/api/2.0/fs/" + kind + path(name).replace(" ", "%20"));
  }

  private String path(String name) {
    return "/Volumes/%s/%s/contract_files/%s"
        .formatted(workspace().catalog(), workspace().schema(), name);
  }
}
