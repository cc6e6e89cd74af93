// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service file that is written by hand has all that Camel's tools generate. */
class PluginsLoaderTest {
  private static final String FILE =
      "resources/META-INF/services/org/apache/camel/TypeConverterLoader";

  @Test
  void every_generated_loader_of_type_converters_stands_beside_that_of_plugins()
      throws IOException {
    List<String> written = Files.readAllLines(Path.of("src/main", FILE));

    assertThat(written)
        .contains(PluginsLoader.class.getName())
        .containsAll(
            Files.readAllLines(Path.of("src/generated", FILE)).stream()
                .filter(line -> !line.startsWith("#"))
                .toList());
  }
}
