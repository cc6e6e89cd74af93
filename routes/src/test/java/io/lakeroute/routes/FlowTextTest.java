package io.lakeroute.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.databricks.error.DatabricksException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts in the settings of the packaged flows arrive as they are. */
class FlowTextTest {

  private static final String IMPORT = "lakeroute.import.";
  private static final String INTERACTIONS = "lakeroute.interactions.";
  private static final String RUNS = "lakeroute.runs.";

  private final RecordingDatabricks databricks = new RecordingDatabricks();

  @Test
  void every_setting_that_takes_text_is_tested() throws IOException {
    Set<String> settings =
        settings().keySet().stream()
            .map(Object::toString)
            .filter(key -> key.startsWith("lakeroute."))
            .filter(key -> !settings().getProperty(key).matches("\\d+|true|false"))
            .collect(Collectors.toCollection(TreeSet::new));
    settings.removeIf(key -> key.startsWith("lakeroute.rest."));
    imports().taken().keySet().forEach(property -> settings.remove(IMPORT + property));
    KameletTexts.of("databricks-interactions-action")
        .taken()
        .keySet()
        .forEach(property -> settings.remove(INTERACTIONS + property));
    settings.removeAll(Set.of(IMPORT + "nullTimestamps", IMPORT + "frequency")); // enumerations
    settings.remove(INTERACTIONS + "cursor.secretKey");

    assertThat(settings)
        .containsExactlyInAnyOrder(
            // Tests of their own, below.
            IMPORT + "directory",
            IMPORT + "fileName",
            RUNS + "connection",
            RUNS + "tenants",
            // A URI, which is as Camel reads one.
            IMPORT + "sink");
  }

  @Test
  void every_setting_of_the_import_takes_any_text() throws Exception {
    for (String text : HostileTexts.ALL) {
      Properties settings = settings();
      imports().options().keySet().forEach(property -> settings.put(IMPORT + property, text));
      databricks.made().clear();

      try (DefaultCamelContext camel = start(settings, "snapshot-import.camel.yaml")) {
        imports()
            .options()
            .forEach(
                (property, option) ->
                    assertThat(HostileTexts.value(databricks.made().get(0), option))
                        .as(property)
                        .isEqualTo(text));
      }
    }
  }

  @Test
  void the_files_of_an_import_go_where_the_settings_say() throws Exception {
    for (String text : HostileTexts.ALL) {
      if (!text.contains("$") && !text.startsWith("#")) {
        Properties settings = settings();
        settings.put(IMPORT + "table", "a.b.c");
        settings.put(IMPORT + "directory", text);
        settings.put(IMPORT + "fileName", text);

        try (DefaultCamelContext camel = start(settings, "snapshot-import.camel.yaml")) {
          assertThat(camel.getRegistry().lookupByName("writeImportFile"))
              .extracting("directory")
              .isEqualTo(text);
          Exchange sent = camel.createFluentProducerTemplate().to("direct:import-files").send();
          assertThat(sent.getMessage().getHeader(Exchange.FILE_NAME)).isEqualTo(text.strip());
        }
      }
    }
  }

  @Test
  void every_setting_of_the_runs_takes_any_text() throws Exception {
    for (String text : HostileTexts.ALL) {
      Properties settings = settings();
      settings.put(RUNS + "connection", text);
      settings.put(RUNS + "tenants", text);
      databricks.made().clear();

      try (DefaultCamelContext camel = start(settings, "rest.camel.yaml", "runs.camel.yaml")) {
        assertThat(databricks.made())
            .isNotEmpty()
            .allSatisfy(
                made -> {
                  assertThat(made.getConfiguration().getConnection()).isEqualTo(text);
                  assertThat(made.getConfiguration().getTenants()).isEqualTo(text);
                });
      }
    }
  }

  @Test
  void the_settings_of_the_interactions_take_any_text() throws Exception {
    for (String text : HostileTexts.ALL) {
      // Tenants go to toD, too, which takes ${ for an expression; they are refused before.
      if (!text.startsWith("#") && !text.contains(",") && !text.contains("${")) {
        for (Map.Entry<String, String> setting :
            Map.of("connection", "classpath:mappings/one/*.yaml", "tenants", "file:x").entrySet()) {
          Properties settings = settings();
          settings.put(INTERACTIONS + "mappings", setting.getValue());
          settings.put(INTERACTIONS + setting.getKey(), text);
          databricks.made().clear();
          assertThat(
                  catchThrowable(
                      () -> start(settings, "rest.camel.yaml", "interactions.camel.yaml")))
              .isNotNull();

          assertThat(HostileTexts.value(databricks.made().get(0), setting.getKey()))
              .isEqualTo(text);
        }
        Properties settings = settings();
        settings.put(INTERACTIONS + "mappings", "file:no/such/" + text);
        assertThat(
                catchThrowable(() -> start(settings, "rest.camel.yaml", "interactions.camel.yaml")))
            .rootCause()
            .hasMessageContaining("no/such/" + text.stripTrailing());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = 'x)&maxRows=1'", "x LIKE '%25'"})
  void refuses_what_camel_would_alter(String filter) {
    Properties settings = settings();
    settings.put(IMPORT + "table", "a.b.c");
    settings.put(IMPORT + "filter", filter);

    Throwable thrown = catchThrowable(() -> start(settings, "snapshot-import.camel.yaml"));

    assertThat(
            Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .filter(DatabricksException.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst())
        .hasValueSatisfying(
            said ->
                assertThat(said)
                    .startsWith(
                        "The property filter of the option filter in the route 'snapshot-import' holds"
                            + " )& or %25"));
  }

  /** As a user writes them, beside the packaged file. */
  @Test
  void two_tables_are_two_entries() throws Exception {
    Properties settings = settings();
    settings.put(IMPORT + "enabled", "false");
    ArrayNode yaml = yaml("snapshot-import.camel.yaml");
    yaml.addAll(
        (ArrayNode)
            new YAMLMapper()
                .readTree(
                    """
                    - templatedRoute:
                        routeTemplateRef: lakeroute-import
                        routeId: leads
                        parameters:
                          - name: table
                            value: main.crm.leads
                          - name: filter
                            value: "x LIKE '%deal%' AND a = 'b&c=d'"
                          - name: sink
                            value: mock:leads
                    - templatedRoute:
                        routeTemplateRef: lakeroute-import
                        routeId: orders
                        parameters:
                          - name: table
                            value: main.shop.orders
                          - name: frequency
                            value: hourly
                    """));

    try (DefaultCamelContext camel = HostileTexts.start(databricks, settings, yaml.toString())) {
      assertThat(databricks.made())
          .extracting(
              made -> made.getConfiguration().getObject(),
              made -> HostileTexts.value(made, "filter"),
              made -> HostileTexts.value(made, "frequency"))
          .containsExactlyInAnyOrder(
              tuple("main.crm.leads", "x LIKE '%deal%' AND a = 'b&c=d'", "DAILY"),
              tuple("main.shop.orders", "", "HOURLY"));
      assertThat(camel.getRoute("leads").getEndpoint().getEndpointUri()).contains("main.crm.leads");
      assertThat(camel.getRoute("snapshot-import")).isNull();
    }
  }

  private DefaultCamelContext start(Properties settings, String... files) throws Exception {
    return HostileTexts.start(databricks, settings, yaml(files).toString());
  }

  private static ArrayNode yaml(String... files) throws IOException {
    ArrayNode yaml = new YAMLMapper().createArrayNode();
    for (String file : files) {
      for (JsonNode part : new YAMLMapper().readTree(Path.of(file).toFile())) {
        if (!part.has("rest")) { // needs a server
          yaml.add(part);
        }
      }
    }
    return yaml;
  }

  private static KameletTexts imports() {
    return KameletTexts.of("databricks-snapshot-source");
  }

  private static Properties settings() {
    Properties settings = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
      settings.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    settings.put(
        "lakeroute.interactions.cursor.secretKey", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
    settings.put("lakeroute.rest.apiKeys", "test=" + "0".repeat(64));
    return settings;
  }
}
