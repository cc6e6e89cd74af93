// SPDX-License-Identifier: Apache-2.0
package io.lakeroute.databricks.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeroute.databricks.profile.ProfileReader;
import io.lakeroute.databricks.store.StoreSettings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeclaredPropertiesTest {

  private static final String CONNECTION = "databricks.connections.";

  private final Map<String, String> options = new HashMap<>();

  private void option(String key, String value) {
    options.put(key, value);
    System.setProperty(key, value);
  }

  @AfterEach
  void removeOptions() {
    options.keySet().forEach(System::clearProperty);
  }

  private static DeclaredProperties declared(
      Map<String, String> files, Map<String, String> environment) {
    DefaultCamelContext context = new DefaultCamelContext();
    Properties properties = new Properties();
    properties.putAll(files);
    context.getPropertiesComponent().setInitialProperties(properties);
    UnaryOperator<String> variables =
        key -> environment.get(key.toUpperCase(Locale.ENGLISH).replace('-', '_').replace('.', '_'));
    return new DeclaredProperties(context, variables);
  }

  @Test
  void a_variable_replaces_a_jvm_option_which_replaces_what_a_file_says() {
    option(CONNECTION + "acme-2.clientId", "of the option");
    option(CONNECTION + "acme-2.schema", "of the option");
    option(CONNECTION + "other.host", "{{there}}");
    DeclaredProperties declared =
        declared(
            Map.of(
                CONNECTION + "acme-2.host",
                "of the file",
                CONNECTION + "acme-2.clientId",
                "of the file",
                "there",
                "resolved",
                "lakeroute.other",
                "x"),
            Map.of(
                "DATABRICKS_CONNECTIONS_ACME_2_CLIENTID", "of the variable",
                "DATABRICKS_CONNECTIONS_DEFAULT_STAGINGPREFIX", "{{there}}",
                "DATABRICKS_CONNECTIONS_X_SERVICE_HOST", "of a service of Kubernetes"));

    assertThat(declared.below(ProfileReader.PREFIX, ProfileReader::keys))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                CONNECTION + "acme-2.host", "of the file",
                CONNECTION + "acme-2.clientId", "of the variable",
                CONNECTION + "acme-2.schema", "of the option",
                CONNECTION + "other.host", "resolved",
                CONNECTION + "default.stagingPrefix", "resolved"));
  }

  @Test
  void the_store_needs_no_file() {
    assertThat(
            declared(
                    Map.of(),
                    Map.of(
                        "DATABRICKS_STORE_URL", "jdbc:postgresql://db/lakeroute",
                        "DATABRICKS_STORE_PASSWORDFILE", "/run/secrets/store",
                        "DATABRICKS_STORE_PORT", "tcp://10.0.0.7:5432"))
                .below(StoreSettings.PREFIX, any -> StoreSettings.keys()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "databricks.store.url", "jdbc:postgresql://db/lakeroute",
                "databricks.store.passwordFile", "/run/secrets/store"));
  }

  @Test
  void variables_have_the_names_that_camel_gives_them() {
    Map.Entry<String, String> any =
        System.getenv().entrySet().stream()
            .filter(each -> each.getKey().matches("[A-Z_]+"))
            .findFirst()
            .orElseThrow();

    DeclaredProperties declared = new DeclaredProperties(new DefaultCamelContext());

    assertThat(
            declared
                .environment()
                .apply(any.getKey().toLowerCase(Locale.ENGLISH).replace('_', '.')))
        .isEqualTo(any.getValue());
  }
}
