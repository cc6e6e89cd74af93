// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.run;

import io.lakeroute.databricks.store.StoreSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Two contexts of one process may share an embedded store. */
class EmbeddedRunServiceTest {

  @TempDir Path folder;

  @Nested
  class Turns extends RunTurnsContract {
    @Override
    StoreSettings settings() {
      return new StoreSettings.Embedded(folder);
    }
  }

  @Nested
  class Control extends RunControlContract {
    @Override
    StoreSettings settings() {
      return new StoreSettings.Embedded(folder);
    }
  }
}
