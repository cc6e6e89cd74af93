// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.storage;

import io.lakeroute.workspace.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * One value kept as JSON in the workspace's folder; not safe for threads.
 *
 * @param <T> a type that Jackson reads and writes
 */
public final class JsonFile<T> {

  private final Path file;
  private T value;

  /** Reads the file; where there is none, keeps the first value. */
  public JsonFile(Path file, Class<T> type, Supplier<T> first) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        value = Json.MAPPER.readValue(file.toFile(), type);
      } else {
        set(first.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  public T get() {
    return value;
  }

  /** Keeps another value; it is on disk when this returns. */
  public void set(T next) {
    try {
      PrivateFile.replace(file, Json.MAPPER.writeValueAsBytes(next));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    value = next;
  }
}
