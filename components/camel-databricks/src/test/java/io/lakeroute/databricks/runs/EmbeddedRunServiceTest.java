package io.lakeroute.databricks.runs;

import io.lakeroute.databricks.store.StoreSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Two contexts of one process may share an embedded store. */
class EmbeddedRunServiceTest extends RunServiceContract {

  @TempDir Path folder;

  @Override
  StoreSettings settings() {
    return new StoreSettings.Embedded(folder);
  }
}
