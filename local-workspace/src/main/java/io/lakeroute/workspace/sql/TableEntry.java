// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.sql;

import io.lakeroute.workspace.http.Json;
import io.lakeroute.workspace.storage.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What Unity Catalog knows of a table or view beside its data and its grants, in a file of its own;
 * immutable.
 *
 * @param id stays when the table is replaced, unlike the one in Delta's log
 * @param keys its primary key and its foreign keys
 */
public record TableEntry(String id, List<TableKey> keys) {

  /** An absent file, as of an older version of the workspace, is an id made of the name. */
  static TableEntry read(Path file) {
    try {
      return Json.MAPPER.readValue(Files.readAllBytes(file), TableEntry.class);
    } catch (NoSuchFileException e) {
      byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
      return new TableEntry(UUID.nameUUIDFromBytes(name).toString(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  /** Gives something new an id that nothing of its name had before. */
  static void create(Path file) {
    new TableEntry(UUID.randomUUID().toString(), List.of()).write(file);
  }

  TableEntry with(List<TableKey> others) {
    return new TableEntry(id, others);
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      PrivateFile.replace(file, Json.MAPPER.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
