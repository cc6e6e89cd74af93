// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.processors.delivery.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {

  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void the_manifest_names_the_run_the_file_and_its_bytes() {
    var file = new DeliveredFile(Path.of("x"), 2, 12, "ab".repeat(32));
    assertThat(
            new Manifest(
                    "r1",
                    "facebook",
                    "daily/facebook-r1.csv.gz",
                    FileFormat.CSV,
                    FileCompression.GZIP,
                    List.of("id", "e\"mail"),
                    file,
                    START,
                    START.plusSeconds(1))
                .json())
        .isEqualTo(
            """
            {
              "runId" : "r1",
              "arm" : "facebook",
              "file" : "facebook-r1.csv.gz",
              "format" : "csv",
              "compression" : "gzip",
              "columns" : [ "id", "e\\"mail" ],
              "rows" : 2,
              "bytes" : 12,
              "sha256" : "%s",
              "startedAt" : "2026-11-28T12:00:00Z",
              "publishedAt" : "2026-11-28T12:00:01Z"
            }
            """
                .formatted("ab".repeat(32)));
  }
}
