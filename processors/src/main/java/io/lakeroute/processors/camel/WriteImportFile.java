// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import io.lakeroute.processors.files.ImportFile;
import io.lakeroute.processors.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Writes the batches of an import into a file that gets its name, the header {@code CamelFileName},
 * with the last of them; thread-safe. A text in the body is written as it is, a batch or a list as
 * JSON lines.
 */
public class WriteImportFile implements Processor {

  private static final String KEY = "CamelDatabricksRunKey";
  private static final String INDEX = "CamelDatabricksBatchIndex";
  private static final String OFFSET = "CamelDatabricksBatchOffset";
  private static final String ROWS = "CamelDatabricksBatchRows";
  private static final String COMPLETE = "CamelDatabricksRunComplete";

  private final Map<String, ImportFile> files = new ConcurrentHashMap<>();
  private String directory = "imports";

  @Override
  public void process(Exchange exchange) throws IOException, InvalidPayloadException {
    Message message = exchange.getMessage();
    String key = mandatory(message, KEY, String.class);
    if (mandatory(message, INDEX, Long.class) == 0) {
      // Another process may have gone on with it since: what is on disk counts.
      PrivateFiles.createDirectories(Path.of(directory));
      files.put(key, new ImportFile(Path.of(directory), key));
    }
    ImportFile file = files.computeIfAbsent(key, name -> new ImportFile(Path.of(directory), name));
    // A name that cannot be must not come to light after the last batch only.
    Optional.ofNullable(message.getHeader(Exchange.FILE_NAME, String.class))
        .ifPresent(file::target);
    // What a step refused was read, too; a mapping of changes may make more records than rows.
    long refused = exchange.getProperty(MapRecords.REJECTED_ROWS, 0L, Long.class);
    long rows =
        exchange.getProperty(
            MapRecords.READ_ROWS, mandatory(message, ROWS, Long.class) + refused, Long.class);
    file.write(
        mandatory(message, OFFSET, Long.class),
        rows,
        JsonLines.text(message).getBytes(StandardCharsets.UTF_8));
    if (mandatory(message, COMPLETE, Boolean.class)) {
      file.publish(mandatory(message, Exchange.FILE_NAME, String.class));
      files.remove(key);
    }
  }

  private static <T> T mandatory(Message message, String header, Class<T> type) {
    T value = message.getHeader(header, type);
    if (value == null) {
      throw new IllegalArgumentException(
          "The header " + header + " is missing: only batches of an import can be written.");
    }
    return value;
  }

  /** The folder that the files appear in; made for its owner only where it is missing. */
  public void setDirectory(String directory) {
    this.directory = directory;
  }
}
