// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.tests.workspace.LocalWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * The routes of {@code routes/examples/chains}, unmodified, with a test's settings; for one test.
 */
final class Chains {

  static final Path EXAMPLES = Path.of("../../routes/examples").toAbsolutePath();

  private static final Path FOLDER = EXAMPLES.resolve("chains");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LocalWorkspace workspace;
  private final Map<String, String> settings = new HashMap<>();

  /**
   * @param store a folder of the test
   */
  Chains(LocalWorkspace workspace, Path store) {
    this.workspace = workspace;
    set("databricks.store.directory", store);
  }

  Chains set(String name, Object value) {
    settings.put(name, value.toString());
    return this;
  }

  /**
   * Starts a chain.
   *
   * @param more a user's own YAML, which takes the place of its source or sink
   */
  UserRoutes start(String chain, String... more) throws IOException {
    return UserRoutes.start(
        workspace.access(),
        settings,
        Files.readString(file(chain)) + String.join("", List.of(more)));
  }

  static Path file(String chain) {
    return FOLDER.resolve(chain + ".camel.yaml");
  }

  /** The statement that an example gives in its comment. */
  static String createTable(Path example) throws IOException {
    return Files.readAllLines(example).stream()
        .filter(line -> line.contains("CREATE TABLE"))
        .map(line -> line.substring(line.indexOf("CREATE")))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until the only row of a statement is this one value. */
  void awaitValue(String sql, String value) {
    await(() -> workspace.statements().run(sql), List.of(List.of(value)));
  }

  static void await(Callable<?> actual, Object expected) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat((Object) actual.call()).isEqualTo(expected));
  }
}
