// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.workspace.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.workspace.http.Caller;
import io.lakeroute.workspace.identity.Principals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryHistoryTest {
  private static final Caller CALLER = new Caller("app-0", "test/1");

  @TempDir private Path folder;
  private QueryHistory history;

  @BeforeEach
  void start() {
    history = new QueryHistory(new Principals(folder.resolve("principals.json"), List::of));
  }

  @Test
  void keeps_the_last_ten_thousand() {
    for (int i = 0; i <= 10_000; i++) {
      history.add(CALLER, "s", "SELECT " + i, Map.of());
    }
    assertThat(history.latestFirst()).hasSize(10_000);
    assertThat(history.latestFirst().get(9_999).start().text()).isEqualTo("SELECT 1");
  }

  @Test
  void keeps_fewer_where_their_texts_are_long() {
    String text = "x".repeat(16 << 20);
    for (int i = 0; i < 5; i++) {
      history.add(CALLER, "s", text, Map.of());
    }
    assertThat(history.latestFirst()).hasSize(2);
  }

  @Test
  void names_the_application_and_not_the_libraries_below_it() {
    assertThat(HistoryResource.application("Go-http-client/1.1")).isEqualTo("Go-http-client");
    assertThat(HistoryResource.application("Acme/1.0 databricks-sdk-java/0.141.0 jvm/17 os/linux"))
        .isEqualTo("Acme");
    assertThat(
            HistoryResource.application(
                "DatabricksJDBCDriverOSS/3.4.5 databricks-sdk-java/0.118.0 jvm/17.0.15 os/linux"
                    + " Acme_Sync/1.2.3 Java/SQLExecHttpClient auth/oauth-m2m"))
        .isEqualTo("Acme_Sync");
    assertThat(HistoryResource.application("DatabricksJDBCDriverOSS/3.4.5 jvm/17"))
        .isEqualTo("DatabricksJDBCDriverOSS");
    assertThat(HistoryResource.application("")).isEmpty();
  }
}
