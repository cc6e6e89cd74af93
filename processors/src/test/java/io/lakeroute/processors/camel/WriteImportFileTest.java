// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteImportFileTest {

  @TempDir Path folder;

  private void write(Path directory, String fileName, boolean complete) throws Exception {
    var step = new WriteImportFile();
    step.setDirectory(directory.toString());
    try (var camel = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(camel);
      exchange.getMessage().setBody("{\"id\":1}\n");
      exchange
          .getMessage()
          .setHeaders(
              Map.of(
                  "CamelDatabricksRunKey",
                  "acme/snapshot/leads",
                  "CamelDatabricksBatchIndex",
                  0L,
                  "CamelDatabricksBatchOffset",
                  0L,
                  "CamelDatabricksBatchRows",
                  1L,
                  "CamelDatabricksRunComplete",
                  complete,
                  "CamelFileName",
                  fileName));
      step.process(exchange);
    }
  }

  @Test
  void makes_folder_and_file_for_their_owner_only() throws Exception {
    Path directory = folder.resolve("a/imports");
    write(directory, "leads.jsonl", true);

    for (Path each : new Path[] {folder.resolve("a"), directory}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("leads.jsonl"))))
        .isEqualTo("rw-------");
  }

  @Test
  void refuses_a_wrong_name_with_the_first_batch_and_writes_nothing() throws Exception {
    assertThatThrownBy(() -> write(folder, "leads\n.jsonl", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot publish the import acme/snapshot/leads: the name of its file, the header CamelFileName,"
                + " has the control or format character U+000A. Set another name.");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }
}
