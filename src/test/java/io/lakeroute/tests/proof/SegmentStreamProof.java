// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A million members, more bytes than the heap has, pass through a process that keeps none. */
@ExtendWith(LocalWorkspaceExtension.class)
class SegmentStreamProof {

  private static final int MEMBERS = 1_000_000;

  private final LocalWorkspace workspace;
  @TempDir private Path folder;

  SegmentStreamProof(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @Test
  void a_million_members_leave_nothing_behind_in_memory_or_on_disk() throws Exception {
    workspace
        .statements()
        .run(
            "CREATE TABLE %s AS SELECT id AS customer_id, rpad(uuid(), 300, uuid()) AS note FROM range(%d)"
                .formatted(workspace.name("customers"), MEMBERS));
    Path temp = folder("temp");
    Path work = folder("work");
    Map<String, String> tempBefore = content(temp);
    Map<String, String> workBefore = content(work);

    Process process = stream(temp, work);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(Files.readString(folder.resolve("errors"))).isZero();
    assertThat(output).contains("members " + MEMBERS + "\n");
    assertThat(content(temp)).isEqualTo(tempBefore);
    assertThat(content(work)).isEqualTo(workBefore);
  }

  private Path folder(String name) throws IOException {
    Path created = Files.createDirectory(folder.resolve(name));
    Files.writeString(created.resolve("mine.txt"), "stays as it is");
    return created;
  }

  private Process stream(Path temp, Path work) throws IOException {
    Path model =
        Files.writeString(
            folder.resolve("model.yaml"),
            """
            model: million
            population: customers
            sources:
              customers: {table: %s, key: customer_id, fields: {note: note}}
            """
                .formatted(workspace.name("customers")));
    Path segment =
        Files.writeString(
            folder.resolve("segment.yaml"),
            """
            segment: all
            model: million
            returns: [customers.note]
            rules: {combinator: and, rules: [{field: customers.note, operator: notNull}]}
            """);
    Workspace access = workspace.access();
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + temp,
                "-cp",
                System.getProperty("java.class.path"),
                SegmentStream.class.getName(),
                access.host().toString(),
                access.httpPath(),
                access.clientId(),
                access.clientSecret(),
                model.toString(),
                segment.toString()))
        .directory(work.toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  /** Every file below a folder, by its path, with all of its bytes. */
  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.forEach(file -> content.put(folder.relativize(file).toString(), bytes(file)));
    }
    return content;
  }

  private static String bytes(Path file) {
    try {
      return Files.isDirectory(file) ? "" : HexFormat.of().formatHex(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
