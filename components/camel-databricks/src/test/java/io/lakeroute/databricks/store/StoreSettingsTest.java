// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeroute.databricks.error.DatabricksException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreSettingsTest {

  @Test
  void is_a_folder_of_the_working_directory_unless_told_otherwise() {
    assertThat(StoreSettings.read(Map.of()))
        .isEqualTo(new StoreSettings.Embedded(Path.of("lakeroute-store")));
    assertThat(StoreSettings.read(Map.of("databricks.store.directory", "/var/lakeroute")))
        .isEqualTo(new StoreSettings.Embedded(Path.of("/var/lakeroute")));
  }

  @Test
  void shows_no_password() {
    var settings =
        StoreSettings.read(
            Map.of(
                "databricks.store.url", "jdbc:postgresql://db/lakeroute",
                "databricks.store.username", "lake",
                "databricks.store.password", "hush"));
    assertThat(settings).isInstanceOf(StoreSettings.PostgreSql.class);
    assertThat(settings.toString()).contains("lake").doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databricks.store.path | x | Unknown: databricks.store.path. There are directory, password, passwordFile, url, username.",
        "databricks.store.url | jdbc:mysql://x | url must begin with jdbc:postgresql: . For an embedded database set directory instead.",
        "databricks.store.url | jdbc:postgresql://x/y?password=z | url must not hold the password; set password or passwordFile.",
        "databricks.store.url | jdbc:postgresql://x/y | username is missing beside url."
      })
  void names_what_is_wrong_and_not_its_value(String key, String value, String problem) {
    assertThatThrownBy(() -> StoreSettings.read(Map.of(key, value)))
        .isInstanceOf(DatabricksException.class)
        .hasMessage(
            "The settings databricks.store.* of the cursor store are not right. " + problem);
  }
}
