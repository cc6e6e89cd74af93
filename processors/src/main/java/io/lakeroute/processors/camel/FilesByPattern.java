// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;

/** Finds and reads the files that patterns name; for one thread. */
final class FilesByPattern<T> {

  private final CamelContext camelContext;
  private final String kind;
  private final Reader<T> reader;

  /** Reads one file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(String name, InputStream yaml) throws IOException;
  }

  /**
   * @param kind what the files are, for messages
   */
  FilesByPattern(CamelContext camelContext, String kind, Reader<T> reader) {
    this.camelContext = camelContext;
    this.kind = kind;
    this.reader = reader;
  }

  /** Reads the files that match at least one of the patterns, which are separated by commas. */
  List<T> read(String patterns) {
    List<T> read = new ArrayList<>();
    for (String pattern : patterns.split(",", -1)) {
      List<Resource> files = new ArrayList<>(find(pattern.trim()));
      // A plain name is found whether or not there is such a file.
      files.removeIf(file -> !file.exists());
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            "No %s file matches '%s'; use file:<folder>/*.yaml or classpath:<folder>/*.yaml"
                .formatted(kind, pattern.trim()));
      }
      files.sort(Comparator.comparing(Resource::getLocation));
      files.forEach(file -> read.add(read(file)));
    }
    return read;
  }

  private T read(Resource file) {
    try (InputStream yaml = open(file)) {
      return reader.read(name(file), yaml);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The %s file %s cannot be read: %s".formatted(kind, name(file), e.getMessage()), e);
    }
  }

  private InputStream open(Resource file) throws IOException {
    return file.getLocation().startsWith("file:")
        ? Resources.open(camelContext, file.getLocation())
        : file.getInputStream();
  }

  private static String name(Resource file) {
    return file.getLocation().replaceFirst("^file:", "");
  }

  private Collection<Resource> find(String pattern) {
    try {
      return PluginHelper.getPackageScanResourceResolver(camelContext).findResources(pattern);
    } catch (NoSuchFileException e) {
      // A folder that does not exist has no files.
      return List.of();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "The %s files '%s' cannot be listed: %s".formatted(kind, pattern, e.getMessage()), e);
    }
  }
}
