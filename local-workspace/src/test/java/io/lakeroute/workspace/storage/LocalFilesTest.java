// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {

  @TempDir Path dir;

  private final Configuration configuration = configuration();

  private static Configuration configuration() {
    var configuration = new Configuration();
    configuration.setClass("fs.file.impl", LocalFiles.class, FileSystem.class);
    configuration.set("fs.AbstractFileSystem.file.impl", LocalFiles.Context.class.getName());
    return configuration;
  }

  @Test
  void starts_no_process_for_a_file() throws IOException {
    try (var recording = new Recording()) {
      recording.enable("jdk.ProcessStart").withoutStackTrace();
      recording.start();
      writeAsSpark(dir.resolve("folder/data"));
      writeAsDelta(dir.resolve("folder/log"));
      recording.stop();
      recording.dump(dir.resolve("events.jfr"));
    }

    assertThat(RecordingFile.readAllEvents(dir.resolve("events.jfr")))
        .noneMatch(event -> event.getEventType().getName().equals("jdk.ProcessStart"));
    assertThat(dir.resolve("folder")).isDirectoryContaining("glob:**/log");
  }

  @Test
  void writes_no_checksum_file_beside_a_file() throws IOException {
    writeAsSpark(dir.resolve("data"));
    writeAsDelta(dir.resolve("log"));

    try (var files = Files.list(dir)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("data", "log");
    }
  }

  @Test
  void gives_files_and_folders_the_permissions_that_hadoop_asks_for() throws IOException {
    var path = path(dir.resolve("data"));
    files().create(path).close();
    files().setPermission(path, new FsPermission((short) 0640));
    files().mkdirs(path(dir.resolve("folder")), new FsPermission((short) 0700));

    assertThat(permissions("data")).isEqualTo("rw-r-----");
    assertThat(permissions("folder")).isEqualTo("rwx------");
    assertThat(files().getFileStatus(path).getPermission()).hasToString("rw-r-----");
  }

  private void writeAsSpark(Path file) throws IOException {
    try (var out = files().create(path(file))) {
      out.writeUTF("row");
    }
  }

  /** Under another name first, as Delta writes its log. */
  private void writeAsDelta(Path file) throws IOException {
    var context = FileContext.getFileContext(configuration);
    var temporary = path(file.resolveSibling("temporary"));
    try (var out = context.create(temporary, EnumSet.of(CreateFlag.CREATE))) {
      out.writeUTF("commit");
    }
    context.rename(temporary, path(file));
  }

  private FileSystem files() throws IOException {
    return FileSystem.newInstance(dir.toUri(), configuration);
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve(file)));
  }

  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }
}
