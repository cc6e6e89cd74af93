// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.delivery.http.FileJournal;
import io.lakeroute.processors.delivery.http.Journal;
import io.lakeroute.processors.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.CamelContext;

/** Opens journals in files, one for all routes of a context; stateless. */
final class JournalFiles {

  private JournalFiles() {}

  /**
   * The journal of a destination.
   *
   * @param folder made for its owner only where it is missing
   * @throws IllegalArgumentException where it cannot be written
   */
  static Journal inFolder(CamelContext context, Path folder, String destination) {
    Path file = folder.resolve(destination + ".sent").toAbsolutePath().normalize();
    String bean = "lakeroute-sent:" + file;
    Journal journal = context.getRegistry().lookupByNameAndType(bean, Journal.class);
    if (journal == null) {
      try {
        PrivateFiles.createDirectories(folder);
        journal = FileJournal.open(file);
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "The folder of sentDirectory, " + folder + ", cannot be used: " + e.getMessage(), e);
      }
      context.getRegistry().bind(bean, journal);
    }
    return journal;
  }
}
