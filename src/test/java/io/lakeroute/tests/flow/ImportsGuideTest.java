package io.lakeroute.tests.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakeroute.tests.application.Application;
import io.lakeroute.tests.workspace.LocalWorkspace;
import io.lakeroute.tests.workspace.LocalWorkspaceExtension;
import io.lakeroute.tests.workspace.Rest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs what {@code docs/imports.md} shows, and holds its table of options to the Kamelet. */
@ExtendWith(LocalWorkspaceExtension.class)
class ImportsGuideTest {

  private static final Path PAGE = Path.of("../../docs/imports.md");
  private static final Path EXAMPLES = Path.of("../../routes/examples/imports");
  private static final Path KAMELET =
      Path.of("../../kamelet-catalog/databricks-snapshot-source.kamelet.yaml");
  private static final Path FLOW = Path.of("../../routes/snapshot-import.camel.yaml");
  private static final Path SETTINGS = Path.of("../../routes/application.properties");
  private static final Pattern CURL =
      Pattern.compile("curl -H \"X-API-Key: \\$KEY\"( -X POST)? 'http://127.0.0.1:8480([^']+)'");
  private static final String BEGIN = "<!-- options -->\n";
  private static final String END = "<!-- end of options -->\n";

  @TempDir Path folder;
  private final LocalWorkspace workspace;

  ImportsGuideTest(LocalWorkspace workspace) {
    this.workspace = workspace;
  }

  @BeforeAll
  static void fill(LocalWorkspace workspace) {
    String table = workspace.name("leads");
    workspace
        .statements()
        .run(
            "CREATE TABLE %s (lead_id BIGINT, name STRING, score DECIMAL(10,2), updated_at TIMESTAMP)"
                .formatted(table));
    workspace
        .statements()
        .run(
            "INSERT INTO %s VALUES (1, 'Ada', 1.5, TIMESTAMP'2026-01-01T00:00:00Z'), (NULL, 'nobody', 2, TIMESTAMP'2026-01-01T00:00:00Z')"
                .formatted(table));
  }

  /** With {@code -Dpage.write=true} the page is written anew. */
  @Test
  void the_page_lists_every_option_of_the_kamelet() throws IOException {
    StringBuilder rows = new StringBuilder("| option | meaning | default |\n|---|---|---|\n");
    kamelet()
        .at("/spec/definition/properties")
        .properties()
        .forEach(
            option -> {
              String value = option.getValue().path("default").asText();
              rows.append(
                  "| `%s` | %s | %s |\n"
                      .formatted(
                          option.getKey(),
                          option.getValue().path("description").asText().replace("<", "&lt;"),
                          value.isEmpty() ? "" : "`" + value + "`"));
            });
    String page = Files.readString(PAGE);
    String expected =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + rows
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("page.write")) {
      Files.writeString(PAGE, expected);
    }

    assertThat(page)
        .as("options on the page; run this test with -Dpage.write=true to write them anew")
        .isEqualTo(expected);
  }

  @Test
  void every_option_of_the_kamelet_is_a_setting_of_the_flow_with_the_same_default()
      throws IOException {
    JsonNode flow = new YAMLMapper().readTree(FLOW.toFile());
    JsonNode parameters = flow.at("/1/routeTemplate/route/from/parameters");
    Map<String, String> defaults = values(flow.at("/1/routeTemplate/parameters"), "defaultValue");
    Map<String, String> values = values(flow.at("/2/templatedRoute/parameters"), "value");
    Properties settings = properties(Files.readString(SETTINGS));
    List<String> options = new ArrayList<>();
    kamelet()
        .at("/spec/definition/properties")
        .properties()
        .forEach(
            option -> {
              String setting = "lakeroute.import." + option.getKey();
              options.add(option.getKey());
              assertThat(parameters.path(option.getKey()).asText())
                  .isIn("{{" + option.getKey() + "}}", "RAW({{" + option.getKey() + "}})");
              assertThat(values).containsEntry(option.getKey(), "{{" + setting + "}}");
              if (option.getValue().has("default")) {
                assertThat(settings.getProperty(setting))
                    .as(setting)
                    .isEqualTo(option.getValue().path("default").asText())
                    .isEqualTo(defaults.get(option.getKey()));
              }
            });

    assertThat(parameters.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(options);
    options.addAll(List.of("enabled", "sink"));
    assertThat(values).containsOnlyKeys(options);
    assertThat(defaults).containsOnlyKeys(options);
  }

  /** Of the parameters of a route template. */
  private static Map<String, String> values(JsonNode parameters, String field) {
    Map<String, String> values = new TreeMap<>();
    parameters.forEach(each -> values.put(each.path("name").asText(), each.path(field).asText("")));
    return values;
  }

  @Test
  void the_page_shows_the_examples_as_they_are() throws IOException {
    String page = Files.readString(PAGE);
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(page)
                      .contains(
                          "<!-- routes/examples/imports/%s -->\n```yaml\n%s```"
                              .formatted(file.getFileName(), Files.readString(file))));
    }
  }

  /** The application with all settings of the page, its mapping and its requests. */
  @Test
  void what_the_page_sets_up_runs_and_is_steered_as_it_says() throws Exception {
    Path mapping = folder.resolve("leads.mapping.yaml");
    Files.writeString(mapping, block("yaml", "# leads.mapping.yaml"));
    Path secret = Files.writeString(folder.resolve("password"), "postgres");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Map<String, String> settings = new HashMap<>(Application.connection(workspace.access()));
      for (String block : blocks("properties")) {
        properties(block).forEach((name, value) -> settings.put(name.toString(), value.toString()));
      }
      settings.replaceAll(
          (name, value) ->
              value
                  .replace("file:leads.mapping.yaml", "file:" + mapping)
                  .replace("file:rejects", "file:" + folder.resolve("rejects"))
                  .replace("/run/secrets/lakeroute-store", secret.toString())
                  .replace(
                      "jdbc:postgresql://db.example.org:5432/lakeroute",
                      postgres.getJdbcUrl("postgres", "postgres")));
      settings.put("databricks.store.username", "postgres");
      settings.remove("lakeroute.import.enabled"); // for those who have several
      settings.put("lakeroute.import.directory", folder.resolve("imports").toString());
      try (Application application = Application.start(settings)) {
        List<Integer> statuses = new ArrayList<>();
        Matcher requests = CURL.matcher(text());
        while (requests.find()) {
          String path = requests.group(2);
          HttpResponse<String> reply =
              requests.group(1) == null
                  ? application.get(path)
                  : Application.send(application.request(path).POST(BodyPublishers.noBody()));
          statuses.add(reply.statusCode());
          if (reply.statusCode() == 202) {
            awaitEnd(application);
          }
        }
        JsonNode run = lastRun(application);

        assertThat(statuses).containsExactly(200, 200, 200, 202, 200, 200);
        assertThat(run.path("state").asText()).as("%s", run).isEqualTo("SUCCEEDED");
        assertThat(run.path("delivered").asInt()).isEqualTo(1);
        assertThat(run.path("rejected").asInt()).isEqualTo(1);
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("imports"))) {
      Path file = files.filter(each -> each.toString().endsWith(".jsonl")).findFirst().get();
      JsonNode record = Rest.JSON.readTree(file.toFile());
      assertThat(record.path("identifier").asText()).isEqualTo("1");
      assertThat(record.at("/events/0/type").asText()).isEqualTo("lead_changed");
    }
    assertThat(Files.readString(folder.resolve("rejects/leads.jsonl")))
        .contains("\"field\":\"identifier\"");
  }

  @Test
  void the_routes_of_the_page_import_and_hear_of_runs() throws Exception {
    try (UserRoutes routes =
        UserRoutes.start(
            workspace.access(),
            Map.of("databricks.store.directory", folder.resolve("store").toString()),
            block("yaml", "direct:my-leads")
                + block("yaml", "direct:alert").replace("SHORT,FAILED", "SUCCEEDED")
                + """
                - route:
                    from:
                      uri: direct:my-leads
                      steps:
                        - to: seda:my-leads?waitForTaskToComplete=Never
                - route:
                    from:
                      uri: direct:alert
                      steps:
                        - to: seda:alert?waitForTaskToComplete=Never
                """)) {

      assertThat(routes.receive("seda:my-leads").lines()).hasSize(2);
      assertThat(routes.receive("seda:alert")).contains("\"state\":\"SUCCEEDED\"");
    }
  }

  private static void awaitEnd(Application application) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> lastRun(application).path("state").asText(), state -> !state.equals("RUNNING"));
  }

  private static JsonNode lastRun(Application application) throws IOException {
    return Rest.JSON.readTree(application.get("/runs").body()).path(0);
  }

  private static JsonNode kamelet() throws IOException {
    return new YAMLMapper().readTree(KAMELET.toFile());
  }

  private static Properties properties(String text) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(text));
    return properties;
  }

  /** The page, with this test's table in the place of its own. */
  private String text() throws IOException {
    String schema = workspace.access().catalog() + "." + workspace.access().schema();
    return Files.readString(PAGE)
        .replace("main.crm", schema)
        .replace("main_crm", schema.replace('.', '_'));
  }

  private String block(String language, String part) throws IOException {
    return blocks(language).stream()
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow();
  }

  private List<String> blocks(String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
        .matcher(text())
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
